"""What is done to cases: the actions that the rules know."""

from datetime import datetime
from enum import StrEnum

from topics.model import Instant, Record
from topics.reasons import MergeReason


class ActionName(StrEnum):
    """What is done to a case (处置动作), and how people correct which reports are one case."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    SIGN = "sign"
    ASSIST = "assist"
    TRANSFER = "transfer"
    RETURN = "return"
    DISPUTE = "dispute"
    DESIGNATE = "designate"
    HANG = "hang"
    RESUME = "resume"
    EXTEND = "extend"
    CONTACT = "contact"
    RESOLVE = "resolve"
    NOTIFY = "notify"
    CALL_BACK = "call_back"
    RATE = "rate"
    REOPEN = "reopen"
    CLOSE = "close"
    CORRECT = "correct"
    DUPLICATE_OF = "duplicate_of"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    REROOT = "reroot"
    KEEP_APART = "keep_apart"


class Details(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What some actions say besides: why (hang, extend, return), by how much of which unit (extend), how satisfied, 1
    to 5 (rate), which stage is reached (resolve), and what is right instead (correct).
    """

    reason: str = ""
    amount: float = 0.0
    amount_unit: str = ""
    rating: int = 0
    stage: str = ""
    class_code: str = ""
    region: str = ""
    urgency: str = ""


NO_DETAILS = Details()


class Event(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An action as its case remembers it, told apart by the offset at which it was taken up and an index within that.

    `why` is the reason of what no action asked for, but a report.
    """

    at: Instant
    action: ActionName
    offset: int
    unit: str = ""
    details: Details = NO_DETAILS
    index: int = 0
    why: MergeReason | None = None

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Earlier ones first."""
        return self.at, self.offset, self.index
