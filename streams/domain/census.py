"""How many cases there are, kept as they change: nobody counts a million of them to answer."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, get_args

from topics.case import Case
from topics.rows import CaseState

_MINUTE_S = 60
_SOON_MINUTES = 60


class Standing(NamedTuple):
    """Cases by state; those on which time passes due within the hour, and overdue; parked actions; hot issues by state.

    `memory` counts records by kind.
    """

    states: Mapping[str, int]
    due_soon: int
    overdue: int
    parked: int
    hot: Mapping[str, int]
    memory: Mapping[str, int]


class Census:
    """Counts cases by state, those `overdue`, and those on which time passes by the minute in which they fall due."""

    def __init__(self) -> None:
        self.states: dict[str, int] = dict.fromkeys(get_args(CaseState), 0)
        self.overdue = 0
        self._due: Counter[int] = Counter()

    def move(self, before: Case | None, after: Case | None) -> None:
        """A case has become another one; None stands for a case that is not in memory."""
        if before and after and _counts(before) == _counts(after):
            return
        if before:
            self._count(before, -1)
        if after:
            self._count(after, 1)

    def add(self, states: Mapping[str, int], due: Mapping[int, int], overdue: int) -> None:
        """Many cases have come: how many of each state, how many fall due in each minute, and are overdue."""
        for state, number in states.items():
            self.states[state] += number
        self.overdue += overdue
        self._due.update(due)

    def due_within_the_hour(self, now: datetime) -> int:
        """Unresolved cases that fall due in the 60 minutes that follow this one."""
        this = _minute(now)
        return sum(self._due.get(minute, 0) for minute in range(this + 1, this + 1 + _SOON_MINUTES))

    def _count(self, case: Case, number: int) -> None:
        state, due, overdue = _counts(case)
        self.states[state] += number
        self.overdue += overdue * number
        if due is not None:
            minute = _minute(due)
            self._due[minute] += number
            if not self._due[minute]:
                del self._due[minute]


def _counts(case: Case) -> tuple[str, datetime | None, bool]:
    """Its state; when it falls due, None where no time passes on it; and whether it was when time last passed on it."""
    due = None if case.resolved_at or case.clock.paused else case.clock.due_at
    return case.state, due, due is not None and due <= (case.seen_at or case.opened_at)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // _MINUTE_S
