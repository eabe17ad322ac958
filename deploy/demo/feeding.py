"""Feeds the simulated city's files, each through its channel, as the accelerated clock comes to their times."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Self

from deploy.errors import SetupError
from streams.channels.mapping import load_mapping
from streams.channels.order import Message
from streams.channels.pace import EventTime, Pace, Stopped
from streams.channels.publish import feed
from topics.cluster import Cluster
from topics.raw import RawReport

_PATIENCE_S = 5.0


class _Counted:
    """A pace that counts the reports among what it lets go."""

    def __init__(self, pace: Pace) -> None:
        self.reports = 0
        self._pace, self._gone = pace, 0

    def take(self, told: Sequence[Message], done: int) -> int:
        """See Pace."""
        size = self._pace.take(told, done)
        self.reports += sum(message.topic == RawReport.TOPIC for message in told[self._gone : done + size])
        self._gone = max(self._gone, done + size)
        return size


class Feeding:
    """All feeds at once, each in its thread. A context manager: at its end the feeds stop where they are."""

    def __init__(self, cluster: Cluster, site: str, files: Mapping[str, Path], now: Callable[[], datetime]) -> None:
        self._cluster, self._site, self._files = cluster, site, files
        self._stop = Event()
        self._paces = {channel: _Counted(EventTime(now, self._stop)) for channel in files}
        # daemons: a feed that waits for a Kafka that will not come back must not keep the program from ending
        self._threads = [Thread(target=self._feed, args=(channel,), name=channel, daemon=True) for channel in files]
        self._out: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        deadline = time.monotonic() + _PATIENCE_S
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    @property
    def sent(self) -> int:
        """How many messages of raw reports have gone out."""
        return sum(pace.reports for pace in self._paces.values())

    def done(self) -> bool:
        """Whether everything is out. Raises SetupError where a feed has ended before that."""
        ended = {thread.name for thread in self._threads if not thread.is_alive()}
        if broken := sorted(ended - self._out):
            raise SetupError(f"the feed of {broken[0]} broke off: its error stands above")
        return len(ended) == len(self._threads)

    def _feed(self, channel: str) -> None:
        file, mapping, pace = self._files[channel], load_mapping(channel), self._paces[channel]
        with suppress(Stopped):
            feed(self._cluster, self._site, file, mapping, pace, progress=_unseen)
            self._out.add(channel)


def _unseen(_done: int, _total: int) -> None:
    """The demo shows all feeds as one figure."""
