"""A course as rows: its clocks, who held the case, the rungs that fired."""

from datetime import datetime

from streams.domain.handling.clocks import Running
from streams.domain.handling.course import Course
from streams.domain.handling.ledger import Held
from streams.domain.handling.rungs import Fired, RungKey
from streams.domain.handling.spoken import ClockKey, ClockShown, HeldKey
from topics.case import Case, Clock
from topics.ids import digest, rung_id
from topics.model import EARLIEST
from topics.sheets import Cells
from topics.working_time import Start

NOT_STARTED = Clock(clock="", round=0, start_at=EARLIEST, due_at=EARLIEST, policy_version="", why="")
"""The deadline of a case that is about to open."""
GONE = "an action that came late showed that it never ran"


def gone_clock(row: Cells) -> Cells:
    """The row of a clock that never ran: it takes no time, and nobody was late."""
    start = row[7]
    return (*row[:8], start, start, start, 0.0, False, False, False, GONE, *row[16:])


def gone_held(row: Cells) -> Cells:
    """The row of a stretch that was none: it takes no time."""
    since = row[7]
    return (*row[:7], since, since, *row[9:])


def escalation_id(case: Case, key: RungKey) -> str:
    """What names a firing: the case, the clock and whose it is, the rung, the round, and how often."""
    clock = ":".join(filter(None, (key.clock, key.unit, key.stage)))
    return rung_id(case.case_id, clock, key.rung, key.round, case.policy_version, key.firing)


def escalation_row(case: Case, fired: Fired, version: int, retracted_at: datetime | None = None) -> Cells:
    """An Escalation."""
    key = fired.key
    return (
        case.scope,
        escalation_id(case, key),
        case.case_id,
        key.clock,
        key.rung,
        key.round,
        fired.fire_at,
        fired.due_at,
        fired.rung.audience,
        key.unit or case.unit,
        case.policy_version,
        version,
        key.unit,
        key.firing,
        retracted_at,
    )


def clock_of(course: Course) -> Clock:
    """The deadline of the case, as memory keeps it."""
    clock = course.clock
    fired = dict.fromkeys(one.key.rung for one in course.fired.values() if one.fire_at >= clock.start)
    return Clock(
        clock=clock.clock.value,
        round=clock.round,
        start_at=clock.start,
        due_at=clock.due,
        done_at=clock.done,
        policy_version=course.rules.version,
        why=_why(course, clock),
        fired=tuple(fired),
        paused=clock.paused_at is not None,
    )


def clock_row(case: Case, course: Course, key: ClockKey, shown: ClockShown) -> Cells:
    """A ClockRow, but for its version."""
    one, _, late = shown
    return (
        case.scope,
        digest(case.case_id, *map(str, key)),
        case.case_id,
        one.clock,
        one.unit,
        one.stage,
        one.round,
        one.start,
        one.due,
        one.statutory,
        one.done,
        one.paused().total_seconds(),
        one.paused_at is not None,
        one.extension is not None,
        late,
        _why(course, one),
        case.policy_version,
    )


def _why(course: Course, one: Running) -> str:
    """Its limit in words; it ends with the local time from which it counts."""
    said = f"{one.limit.amount:g} {one.limit.unit.value.replace('_', ' ')}"
    if one.rule.compress != 1 and not one.stage:
        said += f" ({one.rule.compress:g} of {one.rule.limit.amount:g})"
    if one.extension is not None:
        said += f" and {one.extension.amount:g} {one.extension.unit.value.replace('_', ' ')} more"
    start = "from the next working day after" if one.limit.starts is Start.NEXT_WORKING_DAY else "from"
    return f"{said} {start} {course.rules.local(one.start)}"


def held_row(case: Case, key: HeldKey, held: Held) -> Cells:
    """A HolderRow, but for its version."""
    return (
        case.scope,
        digest(case.case_id, "held", *map(str, key)),
        case.case_id,
        key[1],
        held.role,
        held.unit,
        held.state,
        held.since,
        held.until,
        held.round,
    )
