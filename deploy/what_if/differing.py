"""Where two outcomes differ: in figures, and report by report."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from deploy.what_if.outcome import CaseStanding, Outcome, RungFired

REPORTS, CASES = ("诉求", "reports"), ("事件", "cases")
LATE, RUNGS = ("超期事件", "late cases"), ("催办", "escalations")
"""What is counted, in both languages."""
ALL = "*"
"""The group of everything."""
Named = tuple[str, str]
Row = CaseStanding | RungFired


class Figure(NamedTuple):
    """How many of what (`counted`) a group has under each policy."""

    group: str
    counted: Named
    old: int
    new: int

    @property
    def difference(self) -> int:
        """How many more the new policy has."""
        return self.new - self.old


class Moved(NamedTuple):
    """A report whose case is due at another time, or late under one policy alone; in the old one, then in the new."""

    report: str
    old: CaseStanding
    new: CaseStanding


class Differences(NamedTuple):
    """Figures of everything, by rung, by class and by unit, and the reports that differ, in the order they came in."""

    whole: list[Figure]
    rungs: list[Figure]
    classes: list[Figure]
    units: list[Figure]
    moved: list[Moved]


def differences(old: Outcome, new: Outcome) -> Differences:
    """Hold two replays of the same messages against each other. Cases are compared by their reports."""
    return Differences(
        list(_whole(old, new)),
        list(_counted(RUNGS, _count(old.rungs, _rung), _count(new.rungs, _rung))),
        list(_figures(old, new, lambda row: row.class_code, (LATE, RUNGS))),
        list(_figures(old, new, lambda row: row.unit, (LATE, RUNGS))),
        list(_moved(old, new)),
    )


def _whole(old: Outcome, new: Outcome) -> Iterator[Figure]:
    yield Figure(ALL, REPORTS, len(old.reports), len(new.reports))
    for what in (CASES, LATE, RUNGS):
        yield Figure(ALL, what, *(sum(1 for _ in _rows(outcome, what)) for outcome in (old, new)))


def _figures(old: Outcome, new: Outcome, group: Callable[[Row], str], counted: tuple[Named, ...]) -> Iterator[Figure]:
    for what in counted:
        yield from _counted(what, _count(_rows(old, what), group), _count(_rows(new, what), group))


def _rows(outcome: Outcome, counted: Named) -> Iterable[Row]:
    if counted == RUNGS:
        return outcome.rungs
    return (case for case in outcome.cases.values() if counted == CASES or case.late)


def _count(some: Iterable[Row], group: Callable[[Row], str]) -> Counter[str]:
    return Counter(map(group, some))


def _rung(row: Row) -> str:
    return row.rung if isinstance(row, RungFired) else ""


def _counted(what: Named, old: Counter[str], new: Counter[str]) -> Iterator[Figure]:
    """The groups in the order of how much they differ, then of how many they have."""
    figures = (Figure(name, what, old[name], new[name]) for name in old | new)
    yield from sorted(figures, key=lambda one: (-abs(one.difference), -max(one.old, one.new), one.group))


def _moved(old: Outcome, new: Outcome) -> Iterator[Moved]:
    for report in (report for report in old.reports if report in new.reports):
        placed = old.reports[report]
        before, after = old.cases[placed.case_id], new.cases[new.reports[report].case_id]
        if (before.due_at, before.late) != (after.due_at, after.late):
            yield Moved(placed.name, before, after)
