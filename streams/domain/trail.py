"""The trail of a case: one Transition for everything done to it, or refused."""

from datetime import datetime
from typing import Literal, NamedTuple

from streams.domain.handling.course import Outcome
from streams.domain.matching import NONE, Match
from streams.domain.state import State
from topics.action import NO_DETAILS, ActionName, Details
from topics.case import Case
from topics.inbox import Action, Report
from topics.reasons import ActionReason, MergeReason

Told = Report | Action
Taken = Literal["open", "join", "urge"]
Done = ActionName | Taken | Literal["revise"]
GOES_TO_A_UNIT = frozenset(
    {ActionName.DISPATCH, ActionName.TRANSFER, ActionName.ASSIST, ActionName.DESIGNATE, "fall_back"}
)
"""What hands a case to a unit."""
_WENT_BY_NOTHING = (0.0, "", "")


def moment_of(said: Report | Action) -> datetime:
    """When it counts: a report when it was received, an action when it happened."""
    return said.received_at if isinstance(said, Report) else said.occurred_at


def done(
    state: State,
    case: Case,
    what: Done,
    reason: ActionReason | MergeReason,
    said: Report | Action,
    before: str | None = None,
    other: str = "",
) -> None:
    """Say what was done to a case that now stands as `case`; `before` is its earlier state where that was another.

    `other` is the second case of what concerns two.
    """
    standing = _standing(case)._replace(other_case=other)
    _write(state, standing, what, reason, said, before=case.state if before is None else before)


def taken_in(
    state: State, case: Case, what: Taken, report: Report, match: Match, other: str, before: str | None = None
) -> None:
    """Say what a new report did to a case that now stands as `case`, and what that went by.

    `other` is the case that it follows, or that the report belongs to as well; '' for none.
    """
    matched = "" if match.slot == NONE else state.members.name(match.slot)
    standing = _standing(case)._replace(other_case=other, went_by=(match.score, matched, match.parts))
    _write(state, standing, what, match.reason, report, before=case.state if before is None else before)


def outcome(state: State, case: Case, what: Outcome, said: Told | None, revises: int | None = None) -> None:
    """Say what came of an action, or what the rules did by themselves; `revises` is the offset of an action of which
    it was said otherwise before.
    """
    actor, note = (said.actor, said.note) if isinstance(said, Action) else ("", "")
    transition = (
        state.scope,
        case.case_id,
        state.draft.offset,
        state.draft.next_index(),
        what.at,
        what.action,
        what.before,
        what.after,
        what.accepted,
        what.reason,
        what.unit,
        actor,
        note,
        said.report_id if said else "",
        case.policy_version,
        "",
        *_WENT_BY_NOTHING,
        revises,
        _details(what.event.details) if what.event else "",
    )
    state.draft.act("transition", transition)


def refused(state: State, case: Case, action: Action, reason: ActionReason) -> None:
    """Say that an action was refused, and why: the case stays as it is."""
    stands = "merged" if state.links.into(case.case_id) else case.state
    standing = _standing(case)._replace(state=stands, other_case=action.other_case, accepted=False)
    _write(state, standing, action.action, reason, action, before=stands)


def refused_gone(state: State, case_id: str, action: Action) -> None:
    """A case that has left memory stays resolved: even a reopen is refused as already resolved."""
    gone = _Standing(case_id, "resolved", "", state.shelf.in_force.version, accepted=False)
    _write(state, gone, action.action, ActionReason.ALREADY_RESOLVED, action, before="resolved")


class _Standing(NamedTuple):
    case_id: str
    state: str
    unit: str
    policy_version: str
    accepted: bool = True
    other_case: str = ""
    went_by: tuple[float, str, str] = _WENT_BY_NOTHING


def _standing(case: Case) -> _Standing:
    return _Standing(case.case_id, case.state, case.unit, case.policy_version)


def _write(
    state: State, case: _Standing, what: Done, reason: ActionReason | MergeReason, said: Report | Action, *, before: str
) -> None:
    actor, note = (said.actor, said.note) if isinstance(said, Action) else ("", "")
    transition = (
        state.scope,
        case.case_id,
        state.draft.offset,
        state.draft.next_index(),
        moment_of(said),
        what,
        before,
        case.state,
        case.accepted,
        reason,
        case.unit,
        actor,
        note,
        said.report_id,
        case.policy_version,
        case.other_case,
        *case.went_by,
        None,
        _details(said.details) if isinstance(said, Action) else "",
    )
    state.draft.act("transition", transition)


def _details(details: Details) -> str:
    """What an action says besides, as JSON; '' for nothing."""
    return "" if details == NO_DETAILS else details.to_bytes().decode()
