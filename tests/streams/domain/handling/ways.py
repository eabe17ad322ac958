"""How a case of the office comes into each state, and what each action says besides."""

from collections.abc import Mapping
from typing import Any

from topics.action import ActionName as Do
from topics.rows import CaseState

WAY: Mapping[CaseState, tuple[Do, ...]] = {
    "open": (),
    "accepted": (Do.ACCEPT,),
    "dispatched": (Do.DISPATCH,),
    "in_progress": (Do.DISPATCH, Do.SIGN),
    "suspended": (Do.DISPATCH, Do.HANG),
    "returned": (Do.DISPATCH, Do.RETURN),
    "disputed": (Do.DISPATCH, Do.DISPUTE),
    "resolved": (Do.DISPATCH, Do.RESOLVE, Do.NOTIFY, Do.CALL_BACK),
    "closed": (Do.DISPATCH, Do.RESOLVE, Do.NOTIFY, Do.CALL_BACK, Do.CLOSE),
}
"""The actions that bring a case which nobody has by duty into a state."""
DETAILS: Mapping[Do, dict[str, Any]] = {
    Do.HANG: {"reason": "parts"},
    Do.RETURN: {"reason": "not ours"},
    Do.EXTEND: {"reason": "rain", "amount": 1.0, "amount_unit": "working_days"},
    Do.RATE: {"rating": 5},
    Do.CORRECT: {"urgency": "urgent"},
}
TO_A_UNIT = {Do.DISPATCH: "ann", Do.TRANSFER: "bob", Do.ASSIST: "bob", Do.DESIGNATE: "bob"}
