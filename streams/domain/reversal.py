"""How people correct which reports are one case: every act can be taken back, and what they keep apart stays apart."""

from collections.abc import Callable, Mapping
from datetime import datetime

from streams.domain import detaching, groups, suggestions, trail
from streams.domain.handling import proceeding
from streams.domain.notices import correction_notices
from streams.domain.state import State
from topics.action import ActionName
from topics.case import Case
from topics.inbox import Action
from topics.memory import ApartPair, Member
from topics.reasons import ActionReason

_Judged = ActionReason
"""ACCEPTED where the act was done, else why not."""


def corrects(action: Action) -> bool:
    """Whether an action is about which reports are one case."""
    return action.action in _ACTS


def correct(state: State, case: Case, action: Action, came_at: datetime) -> None:
    """Fold such an action; `case` is its target, or the case that its report is in."""
    reason = _ACTS[action.action](state, case, action, min(action.occurred_at, came_at))
    if reason is not ActionReason.ACCEPTED:
        trail.refused(state, case, action, reason)


def _merge(state: State, case: Case, action: Action, at: datetime) -> _Judged:
    """The other case becomes part of this one. What fell due in it before that fires before it."""
    other = state.cases.get(action.other_case)
    if other is None:
        return ActionReason.OTHER_UNKNOWN
    reason = _judge_merge(state, case, other)
    if reason is not ActionReason.ACCEPTED:
        return reason
    if other.resolved_at is None:
        other = proceeding.pass_until(state, other, at)
    for pair in state.links.apart(case.case_id, other.case_id):
        state.forget_apart(pair)
    suggestions.decide(state, case, other, "accepted", action.occurred_at)
    groups.merge(state, other, case)
    _tell(state, case, other, action, "merged")
    return ActionReason.ACCEPTED


def _duplicate_of(state: State, case: Case, action: Action, at: datetime) -> _Judged:
    """This case becomes part of the other one."""
    other = state.cases.get(action.other_case)
    if other is None:
        return ActionReason.OTHER_UNKNOWN
    return _merge(state, state.root(other), action.altered(other_case=case.case_id), at)


def _judge_merge(state: State, case: Case, other: Case) -> _Judged:
    if state.root(case) == state.root(other):
        return ActionReason.SAME_CASE
    if state.links.into(case.case_id) or state.links.into(other.case_id):
        return ActionReason.MERGED
    ends = case.resolved_at is not None and other.resolved_at is None
    return ActionReason.ALREADY_RESOLVED if ends else ActionReason.ACCEPTED


def _unmerge(state: State, case: Case, action: Action, _at: datetime) -> _Judged:
    """A merged case stands by itself again; or one report is taken out of its case."""
    member = state.members.get(action.report_id)
    own = state.cases[member.case_id] if member else case
    taken, root = groups.size_of(state, own), state.root(own)
    if member and (taken > 1 or root == own):
        return _take_out(state, case, [member], action)
    if root == own:
        return ActionReason.NOT_MERGED
    whole = groups.size_of(state, root)
    if taken in {0, whole}:
        return ActionReason.NOTHING_LEFT
    groups.unmerge(state, own)
    _hold_apart(state, root, own)
    suggestions.decide(state, root, own, "refused", action.occurred_at)
    _tell(state, root, own, action, "unmerged")
    return ActionReason.ACCEPTED


def _split(state: State, case: Case, action: Action, _at: datetime) -> _Judged:
    """Some reports leave for a case of their own."""
    if state.links.into(case.case_id):
        return ActionReason.MERGED
    members = [member for report in dict.fromkeys(action.reports) if (member := state.members.get(report))]
    inside = [member for member in members if state.links.root(member.case_id) == case.case_id]
    if not inside or len(inside) < len(set(action.reports)):
        return ActionReason.NOT_A_MEMBER
    return _take_out(state, case, inside, action)


def _take_out(state: State, root: Case, leaving: list[Member], action: Action) -> _Judged:
    if len(leaving) == groups.size_of(state, root):
        return ActionReason.NOTHING_LEFT
    case = detaching.take_out(state, leaving, action.occurred_at)
    root = state.cases[root.case_id]
    _hold_apart(state, root, case)
    trail.done(state, root, action.action, ActionReason.ACCEPTED, action, other=case.case_id)
    groups.show_group(state, root)
    groups.show_group(state, case)
    return ActionReason.ACCEPTED


def _reroot(state: State, case: Case, action: Action, _at: datetime) -> _Judged:
    """Another report is the one that its case goes by."""
    member = state.members.get(action.report_id)
    if member is None:
        return ActionReason.NOT_A_MEMBER
    if member.leader:
        return ActionReason.ALREADY_ROOT
    if member.sketch is None:
        return ActionReason.NO_SKETCH
    detaching.lead(state, member)
    trail.done(state, case, action.action, ActionReason.ACCEPTED, action)
    groups.show_group(state, case)
    return ActionReason.ACCEPTED


def _keep_apart(state: State, case: Case, action: Action, _at: datetime) -> _Judged:
    """Two cases are two matters, and it is not asked again."""
    other = state.cases.get(action.other_case)
    if other is None:
        return ActionReason.OTHER_UNKNOWN
    root, other = state.root(case), state.root(other)
    if root == other:
        return ActionReason.SAME_CASE
    if state.links.apart(root.case_id, other.case_id):
        return ActionReason.ALREADY_APART
    _hold_apart(state, root, other)
    suggestions.decide(state, root, other, "refused", action.occurred_at)
    trail.done(state, root, action.action, ActionReason.ACCEPTED, action, other=other.case_id)
    return ActionReason.ACCEPTED


def _hold_apart(state: State, root: Case, other: Case) -> None:
    """Every case of one group from the other case."""
    for case in list(state.links.group(root.case_id)):
        one, two = sorted((case, other.case_id))
        state.keep(ApartPair(scope=state.scope, stamp=state.draft.stamp(), one=one, other=two))


def _tell(state: State, root: Case, other: Case, action: Action, what: str) -> None:
    """Say what was done to two cases, how both stand, and correct what was sent about the other."""
    trail.done(state, root, action.action, ActionReason.ACCEPTED, action, other=other.case_id)
    for notice in correction_notices(other, root, what, action.occurred_at, state.rules_of(other), state.draft.offset):
        state.draft.act("notice", notice)
    groups.show(state, root)
    groups.show_group(state, other)


_ACTS: Mapping[ActionName, Callable[[State, Case, Action, datetime], _Judged]] = {
    ActionName.MERGE: _merge,
    ActionName.DUPLICATE_OF: _duplicate_of,
    ActionName.UNMERGE: _unmerge,
    ActionName.SPLIT: _split,
    ActionName.REROOT: _reroot,
    ActionName.KEEP_APART: _keep_apart,
}
