"""The life cycle of a case: which action is allowed in which state, and what state it leads to. The docs draw this."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from topics.action import ActionName
from topics.reasons import ActionReason
from topics.rows import CaseState

ALL: frozenset[CaseState] = frozenset(get_args(CaseState))
OVER: frozenset[CaseState] = frozenset({"resolved", "closed"})
RUNNING = ALL - OVER
_HELD: frozenset[CaseState] = frozenset({"dispatched", "in_progress"})
_NOT_HELD: frozenset[CaseState] = frozenset({"open", "accepted", "returned", "disputed"})
_OPEN: frozenset[CaseState] = frozenset({"open"})
_DISPATCHED: frozenset[CaseState] = frozenset({"dispatched"})
_SUSPENDED: frozenset[CaseState] = frozenset({"suspended"})
_RESOLVED: frozenset[CaseState] = frozenset({"resolved"})


class Step(NamedTuple):
    """What an action is called, in which states it is allowed, and the state that follows (None: the same)."""

    zh: str
    en: str
    from_states: frozenset[CaseState]
    to_state: CaseState | Literal["merged"] | None


TABLE: Mapping[ActionName, Step] = {
    ActionName.ACCEPT: Step("受理", "accept", _OPEN, "accepted"),
    ActionName.DISPATCH: Step("派单", "dispatch", _NOT_HELD | _HELD, "dispatched"),
    ActionName.SIGN: Step("签收", "sign for", _DISPATCHED, "in_progress"),
    ActionName.ASSIST: Step("协办", "call in an assistant", _HELD, None),
    ActionName.TRANSFER: Step("转办", "transfer", _HELD, "dispatched"),
    ActionName.RETURN: Step("退单", "send back", _HELD, "returned"),
    ActionName.DISPUTE: Step("争议", "dispute", _DISPATCHED, "disputed"),
    ActionName.DESIGNATE: Step("指定", "designate", _NOT_HELD | _DISPATCHED, "dispatched"),
    ActionName.HANG: Step("挂起", "suspend", _HELD, "suspended"),
    ActionName.RESUME: Step("恢复", "resume", _SUSPENDED, "in_progress"),
    ActionName.EXTEND: Step("延期", "extend", _HELD, None),
    ActionName.CONTACT: Step("联系", "contact the citizen", RUNNING, None),
    ActionName.RESOLVE: Step("办结", "resolve", RUNNING, "resolved"),
    ActionName.NOTIFY: Step("告知", "tell the result", _RESOLVED, None),
    ActionName.CALL_BACK: Step("回访", "call back", _RESOLVED, None),
    ActionName.RATE: Step("评价", "rate", OVER, None),
    ActionName.REOPEN: Step("重办", "reopen", OVER, "open"),
    ActionName.CLOSE: Step("结案", "close", _RESOLVED, "closed"),
    ActionName.CORRECT: Step("更正", "correct", RUNNING, None),
    ActionName.DUPLICATE_OF: Step("重复件", "mark as a duplicate", ALL, "merged"),
}


def misplaced(action: ActionName, state: CaseState) -> ActionReason:
    """Why an action does not fit a state; ACCEPTED where it does."""
    allowed = TABLE[action].from_states
    if state in allowed:
        return ActionReason.ACCEPTED
    if allowed <= OVER and state in RUNNING:
        return ActionReason.NOT_RESOLVED
    return ActionReason.ALREADY_RESOLVED if state in OVER and allowed <= RUNNING else ActionReason.NOT_IN_THIS_STATE
