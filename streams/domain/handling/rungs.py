"""The ladder of a clock: when its rungs fire, each once in a round and as often again as it repeats."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import count
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

    def next(self, clock: Running, fired: Collection[RungKey], stopped: Collection[str]) -> Fired | None:
        """What fires next for a clock that runs, of what has not fired; `stopped` are the actions done in its time."""
        coming = (self._coming(clock, rung, fired) for rung in self._of[clock.clock] if not _stops(rung, stopped))
        return min(filter(None, coming), key=lambda one: one.fire_at, default=None)

    def _coming(self, clock: Running, rung: Rung, fired: Collection[RungKey]) -> Fired | None:
        for key in _keys(clock, rung):
            if key not in fired:
                return Fired(key, rung, self._fires_at(clock, rung, key.firing), clock.due)
        return None

    def _fires_at(self, clock: Running, rung: Rung, firing: int) -> datetime:
        """Never before its due time was known, and not in quiet hours."""
        at = shifted(clock.due, rung.after - rung.before)
        if rung.every is not None:
            at = shifted(at, (firing - 1) * rung.every)
        at = max(at, clock.firm_since)
        return at if rung.loud else self._calendar.undisturbed(at)


def _keys(clock: Running, rung: Rung) -> Iterator[RungKey]:
    for firing in count(1):
        if firing > rung.repeats + 1:
            return
        yield RungKey(clock.clock, clock.unit, clock.stage, clock.round, rung.rung, firing)


def _stops(rung: Rung, stopped: Collection[str]) -> bool:
    return any(action in stopped for action in rung.stops_on)
