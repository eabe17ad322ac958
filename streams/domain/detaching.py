"""Reports that leave their case for one of their own, and which report a case goes by."""

from datetime import datetime

from streams.domain import groups
from streams.domain.handling import proceeding
from streams.domain.handling.cells import NOT_STARTED
from streams.domain.state import State
from topics.case import Case
from topics.memory import Member
from topics.reasons import MergeReason


def take_out(state: State, leaving: list[Member], at: datetime) -> Case:
    """Give some reports of a group, not all of it, a case of their own, which opens `at` with a clock of its own.

    It is named by the first of them to have joined, which leads it, and has the policy of the case that they leave.
    Those that leave a case which was merged have a case beside it, which is merged into that one. Returns the case.
    """
    parts: dict[str, list[Member]] = {}
    for member in sorted(leaving, key=lambda member: member.joined.order):
        parts.setdefault(member.case_id, []).append(member)
    cases = [_part(state, state.cases[left], members, at) for left, members in parts.items()]
    for case in cases[1:]:
        groups.merge(state, case, cases[0])
    return cases[0]


def lead(state: State, member: Member) -> None:
    """Let a report that merging still compares be the one that its case goes by."""
    others = groups.members_of(state, state.cases[member.case_id])
    _join_again(state, member, leader=True)
    for other in others:
        if other.leader:
            _join_again(state, other, leader=False)


def _part(state: State, left: Case, members: list[Member], at: datetime) -> Case:
    case = proceeding.begin(state, _open(state, left, members[0], at), None)
    for member in members:
        _move(state, member, case, leads=member is members[0])
    case = groups.recounted(state, case)
    state.keep(case)
    _mend(state, state.cases[left.case_id])
    return case


def _open(state: State, left: Case, first: Member, at: datetime) -> Case:
    return state.altered(
        left,
        case_id=groups.named_by(state, first.report_id, first.detached + 1),
        state="open",
        unit="",
        opened_at=at,
        first_at=first.occurred_at,
        last_at=first.occurred_at,
        resolved_at=None,
        clock=NOT_STARTED,
        events=(),
        opened_as="",
        opened_in="",
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
