"""Feeds the simulated city's files, each through its channel, as the accelerated clock comes to their times."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Self

from streams.channels.mapping import load_mapping
from streams.channels.order import Message
from streams.channels.pace import EventTime, Pace, Stopped
from streams.channels.publish import feed
from topics.raw import RawReport


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

    def __init__(self, bootstrap: str, site: str, files: Mapping[str, Path], now: Callable[[], datetime]) -> None:
        self._bootstrap, self._site, self._files = bootstrap, site, files
        self._stop = Event()
        self._paces = {channel: _Counted(EventTime(now, self._stop)) for channel in files}
        self._threads = ThreadPoolExecutor(len(files), "feed")
        self._feeds: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._feeds = [self._threads.submit(self._feed, channel) for channel in self._files]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._threads.shutdown()

    @property
    def sent(self) -> int:
        """How many messages of raw reports have gone out."""
        return sum(pace.reports for pace in self._paces.values())

    def done(self) -> bool:
        """Whether everything is out. Raises what ended a feed before its time."""
        ended = [one for one in self._feeds if one.done()]
        for one in ended:
            one.result()
        return len(ended) == len(self._feeds)

    def _feed(self, channel: str) -> None:
        try:
            feed(
                self._bootstrap,
                self._site,
                self._files[channel],
                load_mapping(channel),
                self._paces[channel],
                progress=_unseen,
            )
        except Stopped:
            return


def _unseen(_done: int, _total: int) -> None:
    """The demo shows all feeds as one figure."""
