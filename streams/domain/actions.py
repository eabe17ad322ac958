"""What an action does: it is accepted, refused with a reason, or waits for its report."""

from collections.abc import Callable, Mapping
from datetime import datetime

from streams.domain import groups, ladder, reversal, trail
from streams.domain.calendar import shifted
from streams.domain.letters import action_letter
from streams.domain.state import State
from topics.action import ActionName
from topics.inbox import Action, Report
from topics.memory import Case, ParkedAction
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


def reopen(state: State, case: Case, reason: ActionReason | MergeReason, said: Report | Action) -> Case:
    """Begin the next round of a resolved case, with a new clock. The unit stays."""
    start = trail.moment_of(said)
    clock = state.rules_of(case).clock(case.class_code, start, case.clock.round + 1)
    reopened = state.altered(case, state="open", resolved_at=None, clock=clock)
    state.keep(reopened)
    trail.done(state, reopened, ActionName.REOPEN, reason, said, before=case.state)
    return reopened


def judge(case: Case, action: Action, reopen_until: datetime | None) -> ActionReason:
    """Whether the action fits the case. One that happened before the round began is about what was before it."""
    at = action.occurred_at
    if action.action is ActionName.REOPEN:
        if case.resolved_at is None or reopen_until is None or at < case.resolved_at:
            return ActionReason.NOT_RESOLVED
        return ActionReason.ACCEPTED if at <= reopen_until else ActionReason.ALREADY_RESOLVED
    if case.resolved_at is not None:
        return ActionReason.ALREADY_RESOLVED
    return ActionReason.BEFORE_OPENING if at < case.clock.start_at else ActionReason.ACCEPTED


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
    reason = judge(case, action, state.rules_of(case).reopens_until(case))
    if reason is not ActionReason.ACCEPTED:
        trail.refused(state, case, action, reason)
        return
    if case.resolved_at is None:
        case = ladder.fire_until(state, case, min(action.occurred_at, came_at))
    after = _ACCEPTED[action.action](state, case, action)
    groups.show(state, after)


def _reopen(state: State, case: Case, action: Action) -> Case:
    return reopen(state, case, ActionReason.ACCEPTED, action)


def _dispatch(state: State, case: Case, action: Action) -> Case:
    return _change(state, case, action, {"state": "dispatched"})


def _resolve(state: State, case: Case, action: Action) -> Case:
    at = action.occurred_at
    clock = case.clock.altered(done_at=at)
    return _change(state, case, action, {"state": "resolved", "resolved_at": at, "clock": clock})


def _change(state: State, case: Case, action: Action, changes: dict[str, object]) -> Case:
    after = state.altered(case, unit=action.unit or case.unit, **changes)
    state.keep(after)
    trail.done(state, after, action.action, ActionReason.ACCEPTED, action, before=case.state)
    return after


_ACCEPTED: Mapping[ActionName, Callable[[State, Case, Action], Case]] = {
    ActionName.DISPATCH: _dispatch,
    ActionName.RESOLVE: _resolve,
    ActionName.REOPEN: _reopen,
}


def _park(state: State, action: Action, since: datetime) -> None:
    until = shifted(since, state.shelf.in_force.park_for)
    state.keep(ParkedAction(scope=state.scope, stamp=state.draft.stamp(), action=action, until=until))
