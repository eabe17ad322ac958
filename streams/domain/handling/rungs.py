"""The ladder of a clock: when its rungs fire, each once in a round and as often again as it repeats."""

from collections.abc import Collection, Iterator, Sequence, Set
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from streams.domain.calendar import WorkingCalendar, shifted
from streams.domain.handling.clocks import Running
from topics.deadline import ClockName, Rung


class RungKey(NamedTuple):
    """What tells firings of a case apart; `firing` counts from 1."""

    clock: ClockName
    unit: str
    stage: str
    round: int
    rung: str
    firing: int


class Fired(NamedTuple):
    """A rung that fired, at the time at which it was due, for a clock that was due then."""

    key: RungKey
    rung: Rung
    fire_at: datetime
    due_at: datetime


class Ladder:
    """The rungs of one policy, by clock."""

    def __init__(self, rungs: Sequence[Rung], calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._of = {name: [rung for rung in rungs if rung.clock is name] for name in ClockName}
        self._first = {name: min(map(_offset, of)) for name, of in self._of.items() if of}

    def next(self, clock: Running, fired: Collection[RungKey], stopped: Set[str]) -> Fired | None:
        """What fires next for a clock that runs, of what has not fired; `stopped` are the actions done in its time."""
        coming = (next(firings, None) for firings in self._coming(clock, fired, stopped))
        return min(filter(None, coming), key=lambda one: one.fire_at, default=None)

    def due(self, clock: Running, fired: Collection[RungKey], stopped: Set[str], until: datetime) -> Iterator[Fired]:
        """All that fires for it up to a moment, rung by rung."""
        first = self._first.get(clock.clock)
        if first is not None and shifted(clock.due, first) <= until:
            for firings in self._coming(clock, fired, stopped):
                yield from takewhile(lambda one: one.fire_at <= until, firings)

    def _coming(self, clock: Running, fired: Collection[RungKey], stopped: Set[str]) -> Iterator[Iterator[Fired]]:
        for rung in self._of[clock.clock]:
            if stopped.isdisjoint(rung.stops_on):
                yield self._firings(clock, rung, fired)

    def _firings(self, clock: Running, rung: Rung, fired: Collection[RungKey]) -> Iterator[Fired]:
        for firing in range(1, rung.repeats + 2):
            key = RungKey(clock.clock, clock.unit, clock.stage, clock.round, rung.rung, firing)
            if key not in fired:
                yield Fired(key, rung, self._fires_at(clock, rung, firing), clock.due)

    def _fires_at(self, clock: Running, rung: Rung, firing: int) -> datetime:
        """Never before its due time was known, and not in quiet hours."""
        at = shifted(clock.due, _offset(rung))
        if rung.every is not None:
            at = shifted(at, (firing - 1) * rung.every)
        at = max(at, clock.firm_since)
        return at if rung.loud else self._calendar.undisturbed(at)


def _offset(rung: Rung) -> timedelta:
    return rung.after - rung.before
