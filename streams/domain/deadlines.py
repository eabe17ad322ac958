"""Which timers a case has."""

from datetime import datetime

from streams.domain.policies import Rules
from streams.domain.store.cases import Cases
from streams.domain.store.identities import Identities
from streams.domain.timers import TimerKind, Timers
from topics.memory import Case


def timers_of(cases: Cases, identities: Identities) -> Timers:
    """Timers of a scope: those of cases and identities are kept in their rows, the others are few."""
    return Timers(
        {
            TimerKind.IDENTITY: identities.end,
            TimerKind.LATE: cases.late,
            TimerKind.LEAVE: cases.leave,
            TimerKind.PARKED: {},
            TimerKind.POLICY: {},
            TimerKind.RUNG: cases.rung,
        }
    )


def same_course(before: Case, after: Case) -> bool:
    """Whether nothing has changed that timers, the census or merging go by: only who has reported it."""
    stands = before.clock == after.clock and before.resolved_at == after.resolved_at and before.state == after.state
    return stands and before.first_at == after.first_at and before.class_code == after.class_code


def follow(timers: Timers, case: Case, rules: Rules, now: datetime) -> None:
    """Set the timers of a case that is new or has changed."""
    rung = None if case.resolved_at else rules.next_rung(case.clock)
    timers.set(TimerKind.RUNG, case.case_id, rung[0] if rung else None)
    timers.set(TimerKind.LEAVE, case.case_id, rules.leaves_at(case))
    if case.resolved_at:
        timers.set(TimerKind.LATE, case.case_id, None)
    elif case.clock.due_at > now:
        timers.set(TimerKind.LATE, case.case_id, case.clock.due_at)


def leave(timers: Timers, case: Case) -> None:
    """Cancel the timers of a case."""
    for kind in (TimerKind.RUNG, TimerKind.LATE, TimerKind.LEAVE):
        timers.set(kind, case.case_id, None)
