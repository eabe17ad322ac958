"""What accepted actions do to the course of a case."""

from collections.abc import Callable, Mapping

from streams.domain.handling.course import Course
from streams.domain.handling.judging import extension_of
from topics.action import ActionName, Event
from topics.deadline import ClockName, Urgency
from topics.rows import CaseState


def _accept(course: Course, _event: Event) -> None:
    course.state = "accepted"
    course.hold()


def _dispatch(course: Course, event: Event) -> None:
    course.assign(event.unit or course.lead)


def _designate(course: Course, event: Event) -> None:
    course.assign(event.unit, designated=True)


def _sign(course: Course, event: Event) -> None:
    if event.unit in course.assistants:
        course.stop(event.at, ClockName.SIGN, event.unit)
        _assistant(course, event.unit, "in_progress")
        return
    course.stop(event.at, ClockName.SIGN, course.lead)
    course.state = "in_progress"
    course.hold()


def _assist(course: Course, event: Event) -> None:
    if event.unit not in course.assistants:
        call_in(course, event.unit)


def call_in(course: Course, unit: str) -> None:
    """A unit works beside the lead: it has to sign, and to do its part."""
    course.start(ClockName.SIGN, course.now, unit)
    course.start(ClockName.RESOLVE, course.now, unit)
    _assistant(course, unit, "dispatched")


def _assistant(course: Course, unit: str, state: CaseState) -> None:
    course.assistants[unit] = state
    course.ledger.assistant(unit, state, course.round, course.now)


def _give_up(course: Course, event: Event) -> None:
    """An assistant goes by itself; the lead leaves the case to the centre."""
    if event.unit in course.assistants:
        del course.assistants[event.unit]
        course.stop(event.at, unit=event.unit)
        course.ledger.released(event.unit, event.at)
        return
    course.returns += event.action is ActionName.RETURN
    course.let_go()
    course.state = "returned" if event.action is ActionName.RETURN else "disputed"
    course.hold()


def _hang(course: Course, event: Event) -> None:
    """Who hangs a case has signed for it."""
    course.stop(event.at, ClockName.SIGN, course.lead)
    for clock in course.running():
        clock.pause(event.at)
    course.state = "suspended"
    course.hold()


def _resume(course: Course, event: Event) -> None:
    for clock in course.running():
        clock.resume(event.at, course.rules.calendar)
    course.state = "in_progress"
    course.hold()


def _extend(course: Course, event: Event) -> None:
    by = extension_of(event)
    if by is None:
        raise AssertionError("an extension without an amount was accepted")
    course.extensions += 1
    course.clock.extend(by, event.at, course.rules.calendar)


def _contact(course: Course, event: Event) -> None:
    course.stop(event.at, ClockName.CONTACT)


def _resolve(course: Course, event: Event) -> None:
    """A stage, the part of an assistant, or the case."""
    if event.details.stage:
        course.stop(event.at, ClockName.RESOLVE, "", event.details.stage)
    elif event.unit in course.assistants:
        course.stop(event.at, unit=event.unit)
        _assistant(course, event.unit, "resolved")
    else:
        _resolve_all(course, event)


def _resolve_all(course: Course, event: Event) -> None:
    course.lead = event.unit or course.lead
    course.state, course.resolved_at, course.ownerless_since = "resolved", event.at, None
    for clock in list(course.running()):
        if clock.unit not in course.assistants:
            clock.resume(event.at, course.rules.calendar)
            clock.done = event.at
    course.hold()


def _rate(course: Course, event: Event) -> None:
    course.rating = event.details.rating


def reopen(course: Course, event: Event) -> None:
    """The next round begins. The unit stays."""
    course.state = "open"
    course.begin_round(event.at)
    course.ownerless_since = None if course.lead else event.at
    course.hold()


def _close(course: Course, event: Event) -> None:
    course.state, course.closed_at = "closed", event.at
    course.stop(event.at)
    course.ledger.close(event.at)


def _correct(course: Course, event: Event) -> None:
    """Clocks go by what is right, from their start on."""
    details, rules = event.details, course.rules
    course.class_code = details.class_code or course.class_code
    course.region = details.region or course.region
    course.urgency = Urgency(details.urgency) if details.urgency else course.urgency
    for clock in course.running():
        rule = rules.limits.rule(clock.clock, course.class_code, course.urgency)
        if rule is not None:
            clock.limit_by(rule, event.at, rules.calendar)


def _nothing(_course: Course, _event: Event) -> None:
    """It is enough that it is done."""


DO: Mapping[ActionName, Callable[[Course, Event], None]] = {
    ActionName.ACCEPT: _accept,
    ActionName.DISPATCH: _dispatch,
    ActionName.SIGN: _sign,
    ActionName.ASSIST: _assist,
    ActionName.TRANSFER: _dispatch,
    ActionName.RETURN: _give_up,
    ActionName.DISPUTE: _give_up,
    ActionName.DESIGNATE: _designate,
    ActionName.HANG: _hang,
    ActionName.RESUME: _resume,
    ActionName.EXTEND: _extend,
    ActionName.CONTACT: _contact,
    ActionName.RESOLVE: _resolve,
    ActionName.NOTIFY: _nothing,
    ActionName.CALL_BACK: _nothing,
    ActionName.RATE: _rate,
    ActionName.REOPEN: reopen,
    ActionName.CLOSE: _close,
    ActionName.CORRECT: _correct,
}
