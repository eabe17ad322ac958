"""How many cases there are, kept as they change: nobody counts a million of them to answer."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from topics.memory import Case

_MINUTE_S = 60
_SOON_MINUTES = 60


class Standing(NamedTuple):
    """Cases by state; unresolved ones due within the hour, and overdue; parked actions; hot issues by state.

    `memory` counts records by kind.
    """

    states: Mapping[str, int]
    due_soon: int
    overdue: int
    parked: int
    hot: Mapping[str, int]
    memory: Mapping[str, int]


class Census:
    """Counts cases by state, and the unresolved ones by the minute in which they fall due."""

    def __init__(self) -> None:
        self.states = {"open": 0, "dispatched": 0, "resolved": 0}
        self._due: Counter[int] = Counter()

    @property
    def unresolved(self) -> int:
        """How many cases still have to be resolved."""
        return self.states["open"] + self.states["dispatched"]

    def move(self, before: Case | None, after: Case | None) -> None:
        """A case has become another one; None stands for a case that is not in memory."""
        if before and after and before.state == after.state and before.clock.due_at == after.clock.due_at:
            return
        if before:
            self._count(before, -1)
        if after:
            self._count(after, 1)

    def add(self, states: Mapping[str, int], due: Mapping[int, int]) -> None:
        """Many cases have come: how many of each state, and how many unresolved ones fall due in each minute."""
        for state, number in states.items():
            self.states[state] += number
        self._due.update(due)

    def due_within_the_hour(self, now: datetime) -> int:
        """Unresolved cases that fall due in the 60 minutes that follow this one."""
        this = _minute(now)
        return sum(self._due.get(minute, 0) for minute in range(this + 1, this + 1 + _SOON_MINUTES))

    def _count(self, case: Case, number: int) -> None:
        self.states[case.state] += number
        if case.resolved_at is None:
            minute = _minute(case.clock.due_at)
            self._due[minute] += number
            if not self._due[minute]:
                del self._due[minute]


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // _MINUTE_S
