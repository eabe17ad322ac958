"""Cases that an earlier version remembered, without the actions on them: these are told from how the case stood."""

from collections.abc import Iterator

from streams.domain.policies import Rules
from topics.action import ActionName, Event
from topics.case import Case


def taken_over(case: Case, rules: Rules) -> Case:
    """The case with actions that lead to how it stands, and with what has been said of it; others as they are.

    Rungs that have fired do not fire again, and what is due is looked for at the next tick.
    """
    if case.seen_at is not None:
        return case
    fired = [case.clock.due_at - rung.before for rung in rules.policy.ladder if rung.rung in case.clock.fired]
    seen = max([case.clock.start_at, *fired, *([case.resolved_at] if case.resolved_at else [])])
    return case.altered(events=tuple(_events(case)), seen_at=seen, next_at=seen)


def _events(case: Case) -> Iterator[Event]:
    start, doings = case.clock.start_at, []
    if case.unit:
        doings.append((ActionName.DISPATCH, case.opened_at))
    for _ in range(case.clock.round - 1):
        doings += [(ActionName.RESOLVE, start), (ActionName.REOPEN, start)]
    if case.unit and case.clock.round > 1 and case.state == "dispatched":
        doings.append((ActionName.DISPATCH, start))
    if case.resolved_at is not None:
        doings.append((ActionName.RESOLVE, case.resolved_at))
    for index, (action, at) in enumerate(doings):
        unit = "" if action is ActionName.REOPEN else case.unit
        yield Event(at=at, action=action, offset=case.stamp.offset, index=index, unit=unit)
