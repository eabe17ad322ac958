"""The trail of a case: one Transition for everything done to it, or refused."""

from datetime import datetime
from typing import Literal

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
    _write(state, case.case_id, case.policy_version, _stands(case, what, reason, said, before), said, other)


def taken_in(
    state: State, case: Case, what: Taken, report: Report, match: Match, other: str, before: str | None = None
) -> None:
    """Say what a new report did to a case that now stands as `case`, and what that went by.

    `other` is the case that it follows, or that the report belongs to as well; '' for none.
    """
    matched = "" if match.slot == NONE else state.members.name(match.slot)
    went_by = match.score, matched, match.parts
    stands = _stands(case, what, match.reason, report, before)
    _write(state, case.case_id, case.policy_version, stands, report, other, went_by)


def outcome(state: State, case: Case, what: Outcome, said: Told | None, revises: int | None = None) -> None:
    """Say what came of an action, or what the rules did by themselves; `revises` is the offset of an action of which
    it was said otherwise before.
    """
    _write(state, case.case_id, case.policy_version, what, said, revises=revises)


def refused(state: State, case: Case, action: Action, reason: ActionReason) -> None:
    """Say that an action was refused, and why: the case stays as it is."""
    stands = "merged" if state.links.into(case.case_id) else case.state
    what = _stands(case, action.action, reason, action)._replace(before=stands, after=stands, accepted=False)
    _write(state, case.case_id, case.policy_version, what, action, action.other_case)


def refused_gone(state: State, case_id: str, action: Action) -> None:
    """A case that has left memory stays resolved: even a reopen is refused as already resolved."""
    reason = ActionReason.ALREADY_RESOLVED
    what = Outcome(moment_of(action), action.action, "resolved", "resolved", False, reason, "")
    _write(state, case_id, state.shelf.in_force.version, what, action)


def _stands(
    case: Case, what: Done, reason: ActionReason | MergeReason, said: Told, before: str | None = None
) -> Outcome:
    before = case.state if before is None else before
    return Outcome(moment_of(said), what, before, case.state, True, reason, case.unit)


def _write(
    state: State,
    case_id: str,
    policy_version: str,
    what: Outcome,
    said: Told | None,
    other: str = "",
    went_by: tuple[float, str, str] = (0.0, "", ""),
    revises: int | None = None,
) -> None:
    act = said if isinstance(said, Action) else None
    actor, note, details = (act.actor, act.note, act.details) if act else ("", "", NO_DETAILS)
    transition = (
        state.scope,
        case_id,
        state.draft.offset,
        state.draft.next_index(),
        *what[:-1],
        actor,
        note,
        said.report_id if said else "",
        policy_version,
        other,
        *went_by,
        revises,
        _json(what.event.details if what.event else details),
    )
    state.draft.act("transition", transition)


def _json(details: Details) -> str:
    return "" if details == NO_DETAILS else details.to_bytes().decode()
