"""The trail of a case: one transition for everything done to it, or refused."""

from datetime import datetime
from typing import Literal

from streams.domain.state import State
from topics.facts import Transition
from topics.inbox import Action, ActionName, Report
from topics.memory import Case
from topics.reasons import ActionReason, MergeReason

Done = ActionName | Literal["open", "join", "urge", "revise"]


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
) -> None:
    """Say what was done to a case that now stands as `case`; `before` is its earlier state where that was another."""
    _write(state, case, what, reason, said, before=case.state if before is None else before, accepted=True)


def refused(state: State, case: Case, action: Action, reason: ActionReason) -> None:
    """Say that an action was refused, and why: the case stays as it is."""
    _write(state, case, action.action, reason, action, before=case.state, accepted=False)


def refused_gone(state: State, case_id: str, action: Action) -> None:
    """A case that has left memory stays resolved: even a reopen is refused as already resolved."""
    _put(
        state,
        action,
        case_id=case_id,
        action=action.action,
        before="resolved",
        after="resolved",
        accepted=False,
        reason=ActionReason.ALREADY_RESOLVED,
        unit="",
        policy_version=state.shelf.in_force.version,
    )


def _write(
    state: State,
    case: Case,
    what: Done,
    reason: ActionReason | MergeReason,
    said: Report | Action,
    *,
    before: str,
    accepted: bool,
) -> None:
    _put(
        state,
        said,
        case_id=case.case_id,
        action=what,
        before=before,
        after=case.state,
        accepted=accepted,
        reason=reason,
        unit=case.unit,
        policy_version=case.policy_version,
    )


def _put(
    state: State,
    said: Report | Action,
    *,
    case_id: str,
    action: Done,
    before: str,
    after: str,
    accepted: bool,
    reason: ActionReason | MergeReason,
    unit: str,
    policy_version: str,
) -> None:
    state.draft.act(
        Transition(
            scope=state.scope,
            case_id=case_id,
            version=state.draft.offset,
            index=state.draft.next_index(),
            at=moment_of(said),
            action=action,
            before=before,
            after=after,
            accepted=accepted,
            reason=reason,
            unit=unit,
            actor=said.actor if isinstance(said, Action) else "",
            note=said.note if isinstance(said, Action) else "",
            report_id=said.report_id,
            policy_version=policy_version,
        )
    )
