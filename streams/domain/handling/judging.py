"""Whether an action fits a case as it stands: ACCEPTED, or why not."""

from collections.abc import Callable, Mapping

from streams.domain.handling.course import Course
from streams.domain.handling.lifecycle import misplaced
from topics.action import ActionName, Event
from topics.deadline import ClockName, Urgency
from topics.reasons import ActionReason
from topics.working_time import Limit, LimitUnit

_FITS = ActionReason.ACCEPTED
_NEEDS_A_UNIT = frozenset({ActionName.TRANSFER, ActionName.ASSIST, ActionName.DESIGNATE})


def judge(course: Course, event: Event) -> ActionReason:
    """The first thing that speaks against it: its state, then what it says."""
    reason = misplaced(event.action, course.state)
    if reason is _FITS and event.action in _JUDGES:
        reason = _JUDGES[event.action](course, event)
    return reason


def extension_of(event: Event) -> Limit | None:
    """By how much an action extends; None where it does not say."""
    details = event.details
    if details.amount <= 0 or details.amount_unit not in set(LimitUnit):
        return None
    return Limit(amount=details.amount, unit=LimitUnit(details.amount_unit))


def _goes_to_a_unit(course: Course, event: Event) -> ActionReason:
    if not event.unit:
        needed = event.action in _NEEDS_A_UNIT or (course.rules.policy.units and not course.lead)
        return ActionReason.NO_UNIT if needed else _FITS
    return _FITS if course.rules.duties.known(event.unit) else ActionReason.UNKNOWN_UNIT


def _by_a_holder(course: Course, event: Event) -> ActionReason:
    """Where the policy lists its units, only one that has the case may act on it, or one above."""
    if not event.unit or not course.lead or not course.rules.policy.units:
        return _FITS
    return _FITS if event.unit in course.assistants or _acts_for(course, event.unit) else ActionReason.NOT_THE_HOLDER


def _acts_for(course: Course, unit: str) -> bool:
    holder, seen = course.lead, set[str]()
    while holder and holder not in seen:
        if holder == unit:
            return True
        seen.add(holder)
        holder = course.rules.duties.above(holder)
    return False


def _return(course: Course, event: Event) -> ActionReason:
    if (reason := _by_a_holder(course, event)) is not _FITS:
        return reason
    if course.designated:
        return ActionReason.DESIGNATED
    if course.returns >= course.rules.policy.handling.returns:
        return ActionReason.TOO_OFTEN
    if any(event.at > clock.due for clock in course.running(ClockName.RETURN)):
        return ActionReason.TOO_LATE
    return _FITS if event.details.reason else ActionReason.NO_REASON


def _hang(course: Course, event: Event) -> ActionReason:
    if (reason := _by_a_holder(course, event)) is not _FITS:
        return reason
    listed = event.details.reason in course.rules.policy.handling.pause_reasons
    return _FITS if listed else ActionReason.REASON_NOT_LISTED


def _extend(course: Course, event: Event) -> ActionReason:
    """Before it is due, once by default, by no more than the first limit."""
    by, clock, rules = extension_of(event), course.clock, course.rules
    if by is None:
        return ActionReason.NO_AMOUNT
    if not event.details.reason:
        return ActionReason.NO_REASON
    if course.extensions >= rules.policy.handling.extensions:
        return ActionReason.TOO_OFTEN
    if event.at >= clock.due:
        return ActionReason.TOO_LATE
    longer = rules.calendar.due(clock.start, by) > rules.calendar.due(clock.start, clock.limit)
    return ActionReason.TOO_LONG if longer else _by_a_holder(course, event)


def _resolve(course: Course, event: Event) -> ActionReason:
    if (reason := _by_a_holder(course, event)) is not _FITS:
        return reason
    stages = {clock.stage for clock in course.running(ClockName.RESOLVE, "")}
    if event.details.stage and event.details.stage not in stages:
        return ActionReason.UNKNOWN_STAGE
    may = course.rules.duties.may_close(event.unit or course.lead, course.class_code, course.region)
    return _FITS if may or event.details.stage or event.unit in course.assistants else ActionReason.NOT_ITS_LEVEL


def _close(course: Course, _event: Event) -> ActionReason:
    handling = course.rules.policy.handling
    if handling.close_needs_notice and ActionName.NOTIFY not in course.done:
        return ActionReason.NOT_NOTIFIED
    if handling.close_needs_callback and ActionName.CALL_BACK not in course.done:
        return ActionReason.NOT_CALLED_BACK
    at_work = any(state != "resolved" for state in course.assistants.values())
    return ActionReason.ASSISTANTS_AT_WORK if at_work else _FITS


def _reopen(course: Course, event: Event) -> ActionReason:
    """In time; a report that joined has been found to be so."""
    resolved_at = course.resolved_at
    if resolved_at is None:
        return ActionReason.NOT_RESOLVED
    in_time = event.why or event.at <= resolved_at + course.rules.reopen_for
    return _FITS if in_time else ActionReason.ALREADY_RESOLVED


def _rate(_course: Course, event: Event) -> ActionReason:
    return _FITS if event.details.rating else ActionReason.NO_RATING


def _correct(course: Course, event: Event) -> ActionReason:
    """What is put right must be known."""
    details, rules = event.details, course.rules
    if not (details.class_code or details.region or details.urgency):
        return ActionReason.NOTHING_TO_CORRECT
    if details.class_code and not rules.has_class(details.class_code):
        return ActionReason.UNKNOWN_CLASS
    if details.region and not rules.has_region(details.region):
        return ActionReason.UNKNOWN_REGION
    return _FITS if not details.urgency or details.urgency in set(Urgency) else ActionReason.NOTHING_TO_CORRECT


_JUDGES: Mapping[ActionName, Callable[[Course, Event], ActionReason]] = {
    ActionName.DISPATCH: _goes_to_a_unit,
    ActionName.TRANSFER: _goes_to_a_unit,
    ActionName.ASSIST: _goes_to_a_unit,
    ActionName.DESIGNATE: _goes_to_a_unit,
    ActionName.SIGN: _by_a_holder,
    ActionName.DISPUTE: _by_a_holder,
    ActionName.RETURN: _return,
    ActionName.HANG: _hang,
    ActionName.EXTEND: _extend,
    ActionName.RESOLVE: _resolve,
    ActionName.CLOSE: _close,
    ActionName.REOPEN: _reopen,
    ActionName.RATE: _rate,
    ActionName.CORRECT: _correct,
}
