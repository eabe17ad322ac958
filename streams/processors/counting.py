"""What batches came to, in figures, under the names of the list of metrics."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from streams.domain.casebook import CaseBook
from streams.domain.changes import Admission, Changes
from streams.processors.work import Figures, Gauges, Series, Vocabulary
from topics.facts import DeadLetter
from topics.inbox import Action, ClockSetting, Report
from topics.reasons import Reason
from topics.rows import Kind
from topics.sheets import Sheet

_DEAD = {"jiesu_dead_letters_total": ("stage", "reason")}
_LATENESS = ("jiesu_rung_lateness_seconds",)
KNOWN_REPORT = "known_report"


def _no_dead(stage: str) -> tuple[Series, ...]:
    return tuple(("jiesu_dead_letters_total", stage, reason) for reason in Reason)


INTAKE = Vocabulary(
    counters={
        **_DEAD,
        "jiesu_raw_records_total": ("topic",),
        "jiesu_admitted_reports_total": ("channel",),
        "jiesu_admitted_actions_total": ("action",),
    },
    gauges={},
    histograms={},
    known=_no_dead("intake"),
)
CASEWORK = Vocabulary(
    counters={
        **_DEAD,
        "jiesu_reports_total": ("outcome", "reason"),
        "jiesu_transitions_total": ("action", "reason"),
        "jiesu_escalations_total": ("rung",),
    },
    gauges={
        "jiesu_cases": ("scope", "state"),
        "jiesu_cases_due_soon": ("scope",),
        "jiesu_cases_overdue": ("scope",),
        "jiesu_actions_parked": ("scope",),
        "jiesu_hot_issues": ("scope", "state"),
        "jiesu_memory_records": ("scope", "kind"),
        "jiesu_next_due_timestamp_seconds": ("scope",),
    },
    histograms={"jiesu_rung_lateness_seconds": ()},
    known=_no_dead("casework"),
)


def admission(topic: str, admitted: Admission) -> Counter[Series]:
    """What intake made of a batch from a raw topic."""
    records = [record for _, record in admitted.admitted]
    channels = Counter([record.channel for record in records if isinstance(record, Report)])
    actions = Counter([record.action for record in records if isinstance(record, Action)])
    counts = Counter(_dead(admitted.dead))
    counts.update({("jiesu_admitted_reports_total", channel): number for channel, number in channels.items()})
    counts.update({("jiesu_admitted_actions_total", action): number for action, number in actions.items()})
    counts["jiesu_raw_records_total", topic] = len(records) + len(admitted.dead)
    return counts


class Tally:
    """What casework has decided and not yet told."""

    def __init__(self) -> None:
        self._counts: Counter[Series] = Counter()
        self._fired: list[datetime] = []

    def add(self, changes: Changes, clock: ClockSetting | None) -> None:
        """Count one batch; `clock` says when its rungs were due by the wall clock."""
        self._counts.update(_dead(changes.dead))
        for (outcome, reason), number in changes.heard.items():
            self._counts["jiesu_reports_total", outcome, reason or KNOWN_REPORT] += number
        for action, why in _columns(changes.sheets, "transition", "action", "reason"):
            self._counts["jiesu_transitions_total", action, why] += 1
        for rung, fire_at, retracted_at in _columns(changes.sheets, "escalation", "rung", "fire_at", "retracted_at"):
            if retracted_at is None:
                self._counts["jiesu_escalations_total", rung] += 1
                self._fired += [clock.wall(fire_at)] if clock else []

    def take(self, wall: datetime) -> Figures:
        """All of it, as of a wall-clock moment; the tally is empty afterwards."""
        late = [max(0.0, (wall - due).total_seconds()) for due in self._fired]
        figures = Figures(self._counts, {_LATENESS: late} if late else {})
        self._counts, self._fired = Counter(), []
        return figures


def standing(book: CaseBook, wall: datetime) -> Gauges:
    """How the cases of a book stand; nothing before its first policy."""
    return dict(_standing(book, book.clock, wall)) if book.clock else {}


def _standing(book: CaseBook, clock: ClockSetting, wall: datetime) -> Iterator[tuple[Series, float]]:
    stands, due = book.standing(clock.now(wall)), book.next_due()
    for state, number in stands.states.items():
        yield ("jiesu_cases", book.scope, state), number
    yield ("jiesu_cases_due_soon", book.scope), stands.due_soon
    yield ("jiesu_cases_overdue", book.scope), stands.overdue
    yield ("jiesu_actions_parked", book.scope), stands.parked
    for state, number in stands.hot.items():
        yield ("jiesu_hot_issues", book.scope, state), number
    for kind, number in stands.memory.items():
        yield ("jiesu_memory_records", book.scope, kind), number
    if due is not None:
        yield ("jiesu_next_due_timestamp_seconds", book.scope), clock.wall(due).timestamp()


def _dead(letters: Iterable[DeadLetter]) -> Iterator[Series]:
    return (("jiesu_dead_letters_total", letter.stage, letter.reason) for letter in letters)


def _columns(sheets: Iterable[Sheet], kind: Kind, *names: str) -> Iterator[tuple[Any, ...]]:
    """Some values of every row of a kind."""
    for sheet in sheets:
        if sheet.kind == kind:
            yield from zip(*(sheet.columns[name] for name in names), strict=True)
