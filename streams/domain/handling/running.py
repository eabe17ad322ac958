"""The course of a case, run from its opening through the actions on it, in the order of their time."""

from collections.abc import Iterable
from datetime import datetime

from streams.domain.handling.course import Course, Opening, Outcome
from streams.domain.handling.judging import judge
from streams.domain.handling.steps import DO, call_in, reopen
from streams.domain.policies import Rules
from topics.action import ActionName, Event
from topics.reasons import ActionReason


def run(opening: Opening, events: Iterable[Event], rules: Rules, until: datetime) -> Course:
    """The course of a case up to a moment; `events` stand in their order, none before the opening.

    One whose sender's clock is ahead may lie beyond that moment: it counts, but no rung fires as late as that.
    """
    course = Course(opening, rules)
    course.begin_round(opening.at)
    course.hold()
    _dispatch_by_duty(course)
    for event in events:
        course.advance(min(event.at, until))
        course.now = max(course.now, event.at)
        _take(course, event)
    course.advance(until)
    return course


def _take(course: Course, event: Event) -> None:
    before, reason = course.state, judge(course, event)
    accepted = reason is ActionReason.ACCEPTED
    if accepted:
        DO[event.action](course, event)
        course.done.add(event.action)
    why = event.why or reason if accepted else reason
    unit = event.unit or course.lead
    course.tell(Outcome(event.at, event.action, before, course.state, accepted, why, unit, event))
    if accepted and event.action is ActionName.RATE:
        _reopen_if_bad(course, event)
    if course.state == "open" and before != "open":
        _dispatch_by_duty(course)


def _reopen_if_bad(course: Course, event: Event) -> None:
    resolved_at, rules = course.resolved_at, course.rules
    bad = event.details.rating <= rules.policy.handling.rating_reopens
    if bad and resolved_at is not None and event.at <= resolved_at + rules.reopen_for:
        before = course.state
        reopen(course, event)
        outcome = Outcome(event.at, ActionName.REOPEN, before, course.state, True, ActionReason.BAD_RATING, course.lead)
        course.tell(outcome)


def _dispatch_by_duty(course: Course) -> None:
    """In a later round to the unit that has had the case, which has to sign again; assistants are called in once."""
    owner = course.rules.duties.owner(course.class_code, course.region)
    if owner is None:
        return
    before = course.state
    course.assign(course.lead or owner.unit)
    for unit in owner.assistants if course.round == 1 else ():
        call_in(course, unit)
    reason = ActionReason.BY_DUTY
    course.tell(Outcome(course.now, ActionName.DISPATCH, before, course.state, True, reason, course.lead))
