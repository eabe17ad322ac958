"""Reports that leave their case for one of their own, and which report a case goes by."""

from datetime import datetime

from streams.domain import groups
from streams.domain.state import State
from topics.memory import Case, Member
from topics.reasons import MergeReason


def take_out(state: State, root: Case, leaving: list[Member], at: datetime) -> Case:
    """Give some reports of a group, not all of it, a case of their own, which opens `at` with its own clock.

    It is named by the first of them to have joined, which leads it. Returns the new case.
    """
    leaving = sorted(leaving, key=lambda member: member.joined.order)
    case = _open(state, root, leaving[0], at)
    state.keep(case)
    for member in leaving:
        _move(state, member, case, leads=member is leaving[0])
    case = groups.recounted(state, case)
    state.keep(case)
    for left in sorted({member.case_id for member in leaving}):
        _mend(state, state.cases[left])
    return case


def lead(state: State, member: Member) -> None:
    """Let a report that merging still compares be the one that its case goes by."""
    others = groups.members_of(state, state.cases[member.case_id])
    _join_again(state, member, leader=True)
    for other in others:
        if other.leader:
            _join_again(state, other, leader=False)


def _open(state: State, root: Case, first: Member, at: datetime) -> Case:
    rules = state.shelf.in_force
    code = rules.classify(root.class_code).code
    return Case(
        scope=state.scope,
        case_id=groups.named_by(state, first.report_id, first.detached + 1),
        stamp=state.draft.stamp(),
        state="open",
        class_code=code,
        region=root.region,
        unit="",
        opened_at=at,
        first_at=first.occurred_at,
        last_at=first.occurred_at,
        resolved_at=None,
        policy_version=rules.version,
        clock=rules.clock(code, at, 1),
        reports=0,
        people=0,
        urges=0,
    )


def _move(state: State, member: Member, case: Case, *, leads: bool) -> None:
    """What merging knew of it goes along, where it still does."""
    why = {"reason": MergeReason.SPLIT_BY_HAND, "score": 1.0, "matched": ""}
    moved = member.altered(**why, case_id=case.case_id, detached=member.detached + 1)
    _join_again(state, moved, leader=leads)


def _mend(state: State, case: Case) -> None:
    """A case from which reports have left: it is counted again, and goes by the first that merging still compares."""
    state.keep(groups.recounted(state, case))
    members = groups.members_of(state, case)
    if members and not any(member.leader for member in members):
        compared = [member for member in members if member.sketch is not None]
        _join_again(state, (compared or members)[0], leader=True)


def _join_again(state: State, member: Member, *, leader: bool) -> None:
    """It is the last to join its case."""
    again = state.altered(member, leader=leader, joined=state.draft.stamp())
    if again.sketch is None:
        state.keep(again)
    else:
        state.enrol(again, again.sketch)
