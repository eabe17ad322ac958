"""What was done, row by row: none of these is ever taken back."""

from typing import Annotated, ClassVar, Literal

from topics.action import ActionName
from topics.model import Moment
from topics.reasons import ActionReason, MergeReason
from topics.rows import SINCE_2, SINCE_3, Kind, Row


class Transition(Row):
    """One thing done to a case, or refused; `index` tells several of one record apart. `other_case` was merged into
    this one, taken out of it, kept apart from it, is followed by it, or is as like the report that joined this one;
    `score`, `matched` and `parts` (JSON) say what merging went by. `revises` is the offset of an action of which
    something else was said before an earlier one came late; `details` (JSON) is what the action says besides.
    """

    KIND: ClassVar[Kind] = "transition"
    TOPIC: ClassVar[str] = "transitions"

    scope: str
    case_id: str
    version: int
    index: int
    at: Moment
    action: ActionName | Literal["open", "join", "urge", "revise", "fall_back"]
    before: str
    after: str
    accepted: bool
    reason: ActionReason | MergeReason
    unit: str
    actor: str
    note: str
    report_id: str
    policy_version: str
    other_case: Annotated[str, SINCE_2] = ""
    score: Annotated[float, SINCE_2] = 0.0
    matched: Annotated[str, SINCE_2] = ""
    parts: Annotated[str, SINCE_2] = ""
    revises: Annotated[int | None, SINCE_3] = None
    details: Annotated[str, SINCE_3] = ""


class Escalation(Row):
    """A rung that fired. `fire_at` is the time it was due, not when a tick saw it.

    `retracted_at` is when an action that came late showed it to be wrong; `holder` has the clock, '' for the case.
    """

    KIND: ClassVar[Kind] = "escalation"
    TOPIC: ClassVar[str] = "escalations"

    scope: str
    escalation_id: str
    case_id: str
    clock: str
    rung: str
    round: int
    fire_at: Moment
    due_at: Moment
    audience: str
    unit: str
    policy_version: str
    version: int
    holder: Annotated[str, SINCE_2] = ""
    firing: Annotated[int, SINCE_2] = 1
    retracted_at: Annotated[Moment | None, SINCE_2] = None


class Notice(Row):
    """One outbound message (告知 / 催办单 / 提醒函), in both languages; `report_id` where it answers a report."""

    KIND: ClassVar[Kind] = "notice"
    TOPIC: ClassVar[str] = "notices"

    scope: str
    notice_id: str
    case_id: str
    notice: str
    audience: str
    unit: str
    at: Moment
    text_zh: str
    text_en: str
    version: int
    report_id: Annotated[str, SINCE_2] = ""
