"""How fast a feed goes."""

import math
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from threading import Event
from typing import Protocol

from streams.channels.order import Message

_TURNS_A_SECOND = 10
_TURN_S = 0.2


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """The feed was told to stop; what it has published stays, and another run goes on from there."""


class Pace(Protocol):
    """Says how many messages the next transaction takes. It waits before that, so nothing stays open meanwhile."""

    def take(self, told: Sequence[Message], done: int) -> int:
        """How many of `told` to publish next, `done` of them being out: one at least. May raise Stopped."""


class Rate:
    """So many messages a second, or all as fast as they go; time that Kafka took is not made up for in a burst."""

    def __init__(self, rate: float | None, batch: int) -> None:
        self._size = batch if rate is None else min(batch, math.ceil(rate / _TURNS_A_SECOND))
        self._rate, self._due = rate, time.monotonic()

    def take(self, told: Sequence[Message], done: int) -> int:
        """See Pace."""
        size = min(self._size, len(told) - done)
        if self._rate is not None:
            now = time.monotonic()
            self._due = max(self._due, now)
            time.sleep(self._due - now)
            self._due += size / self._rate
        return size


class EventTime:
    """Each message when `now`, a clock, has come to its event time; an end to it all when `stop` is set."""

    def __init__(self, now: Callable[[], datetime], stop: Event, batch: int = 500) -> None:
        self._now, self._stop, self._batch = now, stop, batch

    def take(self, told: Sequence[Message], done: int) -> int:
        """See Pace. Raises Stopped."""
        last = min(len(told), done + self._batch)
        while not (due := bisect_right(told, self._now(), done, last, key=attrgetter("at")) - done):
            if self._stop.wait(_TURN_S):
                raise Stopped
        return due
