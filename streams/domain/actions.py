"""What an action does: it is accepted, refused with a reason, or waits for its report."""

from datetime import datetime

from streams.domain import reversal, trail
from streams.domain.calendar import shifted
from streams.domain.handling import proceeding
from streams.domain.letters import action_letter
from streams.domain.state import State
from topics.action import ActionName, Event
from topics.case import Case
from topics.inbox import Action, Report
from topics.memory import ParkedAction
from topics.reasons import ActionReason, MergeReason, Reason


def act(state: State, action: Action, clock_now: datetime) -> None:
    """Fold one action; `clock_now` is the stream's time when it was appended."""
    case = _target(state, action)
    if case in state.cases:
        _apply(state, state.cases[case], action, clock_now)
    elif state.identities.are_of(case):
        trail.refused_gone(state, case, action)
    elif action.key:
        _park(state, action, max(state.now, clock_now))
    else:
        state.draft.dead(action_letter(action, Reason.NO_TARGET, clock_now))


def release(state: State, *targets: str) -> None:
    """Apply the actions that waited for these, in the order in which they came."""
    for parked in state.parked.waiting(targets):
        state.forget_parked(parked)
        parked_at = shifted(parked.until, -state.shelf.in_force.park_for)
        _apply(state, state.cases[_target(state, parked.action)], parked.action, parked_at)


def expire(state: State, parked: ParkedAction) -> None:
    """Give up waiting."""
    state.forget_parked(parked)
    state.draft.dead(action_letter(parked.action, Reason.UNKNOWN_TARGET, parked.until))


def reopen(state: State, case: Case, reason: MergeReason, report: Report) -> Case:
    """Begin the next round of a resolved case, to which a report has come, with new clocks. The unit stays."""
    event = _event(state, ActionName.REOPEN, report.received_at).altered(why=reason)
    return proceeding.happen(state, case, event, report.received_at, report)


def _target(state: State, action: Action) -> str:
    if action.case_id:
        return action.case_id
    if (number := state.members.number(action.report_id)) >= 0:
        return state.links.root(state.cases.name(state.members.case(number)))
    known = state.identities.get(action.report_id)
    return known.case_id if known else ""


def _apply(state: State, case: Case, action: Action, came_at: datetime) -> None:
    """What fell due before the action happened fires before it, though no tick has said so yet."""
    if reversal.corrects(action):
        reversal.correct(state, case, action, came_at)
        return
    if state.links.into(case.case_id):
        trail.refused(state, case, action, ActionReason.MERGED)
        return
    event = _event(state, action.action, action.occurred_at).altered(
        unit=state.rules_of(case).duties.code(action.unit), details=action.details
    )
    reason = _judge(case, event)
    if reason is not ActionReason.ACCEPTED:
        trail.refused(state, case, action, reason)
        return
    proceeding.happen(state, case, event, came_at, action)


def _event(state: State, action: ActionName, at: datetime) -> Event:
    return Event(at=at, action=action, offset=state.draft.offset, index=state.draft.next_index())


def _judge(case: Case, event: Event) -> ActionReason:
    """Whether it has a place in the course of the case, wherever that leads."""
    return ActionReason.BEFORE_OPENING if event.at < case.opened_at else proceeding.remembered(case, event)


def _park(state: State, action: Action, since: datetime) -> None:
    until = shifted(since, state.shelf.in_force.park_for)
    state.keep(ParkedAction(scope=state.scope, stamp=state.draft.stamp(), action=action, until=until))
