"""Which timers a case has."""

from streams.domain.policies import Rules
from streams.domain.store.cases import Cases
from streams.domain.store.identities import Identities
from streams.domain.store.names import ShortNames
from streams.domain.timers import TimerKind, Timers
from topics.case import Case


def timers_of(cases: Cases, identities: Identities) -> Timers:
    """Timers of a scope: those of cases and identities are kept in their rows, the others are few."""
    return Timers(
        {
            TimerKind.COURSE: cases.course,
            TimerKind.HOT: {},
            TimerKind.IDENTITY: identities.end,
            TimerKind.LEAVE: cases.leave,
            TimerKind.PARKED: {},
            TimerKind.POLICY: {},
        },
        ShortNames(cases.scope),
    )


def follow(timers: Timers, before: Case | None, case: Case, rules: Rules) -> None:
    """Set the timers of a case that is new (there is nothing before it) or has changed: those that may be others."""
    if before is None or before.next_at != case.next_at or before.resolved_at != case.resolved_at:
        timers.set(TimerKind.COURSE, case.case_id, case.next_at)
        timers.set(TimerKind.LEAVE, case.case_id, rules.leaves_at(case))


def leave(timers: Timers, case: Case) -> None:
    """Cancel the timers of a case."""
    for kind in (TimerKind.COURSE, TimerKind.LEAVE):
        timers.set(kind, case.case_id, None)
