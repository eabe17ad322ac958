"""How cases go on: a report opens one, an action happens, time passes. What is new is said, what was wrong mended."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from streams.domain import groups
from streams.domain.handling import cells
from streams.domain.handling.course import Course, Opening
from streams.domain.handling.running import run
from streams.domain.handling.spoken import Spoken, spoken
from streams.domain.handling.telling import tell_escalations, tell_trail
from streams.domain.state import State
from streams.domain.trail import Told
from topics.action import Event
from topics.case import Case
from topics.reasons import ActionReason
from topics.rows import Kind
from topics.sheets import Cells

MOST_EVENTS = 1_000
"""What is done to one case is remembered so often: a system that repeats itself for ever fills no memory."""


def begin(state: State, case: Case, said: Told | None) -> Case:
    """A case opens, at its `opened_at`: what the rules do at once is done. Returns it as it then is."""
    course = run(_opening(case), (), state.rules_of(case), case.opened_at)
    return _keep(state, case.altered(seen_at=case.opened_at), Spoken(), course, said)


def happen(state: State, case: Case, event: Event, heard: datetime, said: Told) -> Case:
    """Something was done to a case, and heard of at a moment. Returns the case as it then is.

    What fell due before it fires before it, though no tick has said so yet.
    """
    events = tuple(sorted((*case.events, event), key=lambda one: one.order))
    seen = max(_seen(case), min(event.at, heard))
    before = _spoken(case, course_of(state, case))
    course = run(_opening(case), events, state.rules_of(case), seen)
    return _keep(state, case.altered(events=events, seen_at=seen), before, course, said)


def pass_until(state: State, case: Case, moment: datetime) -> Case:
    """Time has passed, up to a moment. Returns the case as it then is: the same, where nothing was due."""
    if case.next_at is None or case.next_at > moment:
        return case
    course = course_of(state, case)
    before = _spoken(case, course)
    if course.now > _seen(case):  # of what is said to happen later, time is yet to pass before it
        course = run(_opening(case), case.events, state.rules_of(case), moment)
    else:
        course.advance(moment)
    return _keep(state, case.altered(seen_at=moment), before, course, None)


def course_of(state: State, case: Case) -> Course:
    """The course of a case as it was last said."""
    known = state.courses.get(case.case_id)
    if known is not None and known[0] == (case.events, case.seen_at):
        return known[1]
    return run(_opening(case), case.events, state.rules_of(case), _seen(case))


def remembered(case: Case, event: Event) -> ActionReason:
    """Whether a case takes an action up: not twice the same, and not without end."""
    alike = event.at, event.action, event.unit, event.details
    if any((one.at, one.action, one.unit, one.details) == alike for one in case.events):
        return ActionReason.REPEATED
    return ActionReason.TOO_MANY if len(case.events) >= MOST_EVENTS else ActionReason.ACCEPTED


def _keep(state: State, case: Case, before: Spoken, course: Course, said: Told | None) -> Case:
    kept, after = state.altered(case, **_standing(course), next_at=_next_at(case, course)), _spoken(case, course)
    state.keep(kept)
    state.courses[kept.case_id] = (kept.events, kept.seen_at), course
    tell_trail(state, kept, before, after, said)
    tell_escalations(state, kept, before, after, max(state.now, course.now))
    if before.shown and before.shown != after.shown:
        groups.show(state, kept)
    clock, held = partial(cells.clock_row, kept, course), partial(cells.held_row, kept)
    _tell_rows(state, "clock", before.clocks, after.clocks, clock, cells.gone_clock)
    _tell_rows(state, "holder", before.stretches, after.stretches, held, cells.gone_held)
    return kept


def _standing(course: Course) -> Mapping[str, object]:
    opening = course.opening
    return {
        "state": course.state,
        "unit": course.lead,
        "class_code": course.class_code,
        "region": course.region,
        "opened_as": opening.class_code if course.class_code != opening.class_code else "",
        "opened_in": opening.region if course.region != opening.region else "",
        "urgency": course.urgency,
        "rating": course.rating,
        "credit": course.credit,
        "resolved_at": course.resolved_at,
        "closed_at": course.closed_at,
        "clock": cells.clock_of(course),
    }


def _next_at(case: Case, course: Course) -> datetime | None:
    """When something is due again. What is said to happen only then lets time pass up to it, when it comes."""
    coming = [event.at for event in case.events if event.at > _seen(case)]
    due = course.next_at(_seen(case))
    return min([*coming, *([due] if due else [])], default=None)


def _tell_rows(
    state: State,
    kind: Kind,
    old: Mapping[Any, Any],
    new: Mapping[Any, Any],
    row: Callable[[Any, Any], Cells],
    gone: Callable[[Cells], Cells],
) -> None:
    """Say the rows of what is otherwise than before; what is no more takes no time."""
    for key, part in new.items():
        if part != old.get(key):
            state.draft.view(kind, (*row(key, part), state.draft.offset))
    for key, part in old.items():
        if key not in new:
            state.draft.view(kind, (*gone(row(key, part)), state.draft.offset))


def _spoken(case: Case, course: Course) -> Spoken:
    return spoken(course, _seen(case))


def _seen(case: Case) -> datetime:
    """Up to when time has passed on it."""
    return case.seen_at or case.opened_at


def _opening(case: Case) -> Opening:
    return Opening(case.opened_at, case.opened_as or case.class_code, case.opened_in or case.region)
