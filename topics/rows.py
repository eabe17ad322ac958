"""One row of each kind of current view, of which the highest version wins.

Rows are said by columns, many at once: see `topics.sheets`. The fields, in their order, are the columns.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from topics.model import Moment
from topics.reasons import MergeReason

Kind = Literal[
    "report", "member", "case", "transition", "escalation", "notice", "suggestion", "hot_issue", "clock", "holder"
]
CaseState = Literal[
    "open", "accepted", "dispatched", "in_progress", "suspended", "returned", "disputed", "resolved", "closed"
]
"""How far a case has come: 待受理, 已受理, 已派单, 办理中, 挂起, 已退单, 争议中, 已办结, 已结案."""
UNRESOLVED: tuple[CaseState, ...] = (
    "open",
    "accepted",
    "dispatched",
    "in_progress",
    "suspended",
    "returned",
    "disputed",
)
"""The states of a case that still needs work (未办结)."""
SINCE_2 = Field(json_schema_extra={"since": 2})
"""Marks a column that rows have only had since a second version of their contract: older rows have its default."""
SINCE_3 = Field(json_schema_extra={"since": 3})
"""The same since a third version."""


class Row(BaseModel):
    """One row of a table. `version` is the inbox offset of the record that caused it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    KIND: ClassVar[Kind]
    TOPIC: ClassVar[str] = "rows"


class ReportRow(Row):
    """The current view of one report, in its latest revision.

    Where neither its hint nor its text decided the class, `class_proposed` is what a person may find right.
    """

    KIND: ClassVar[Kind] = "report"

    scope: str
    report_id: str
    channel: str
    channel_ref: str
    revision: int
    redeliveries: int
    occurred_at: Moment
    received_at: Moment
    title: str
    text: str
    address: str
    latitude: float | None
    longitude: float | None
    class_code: str
    class_by: Literal["hint", "text", "fallback"]
    region: str
    region_level: int
    reporter: str
    attachments: tuple[str, ...]
    policy_version: str
    source_topic: str
    source_partition: int
    source_offset: int
    version: int
    class_confidence: Annotated[float, SINCE_2] = 1.0
    class_proposed: Annotated[str, SINCE_2] = ""


class MemberRow(Row):
    """Which case a report is in, and why: it is in exactly one.

    `own_case` is the case that it joined by itself, or was split into: not `case_id` where that was merged.
    """

    KIND: ClassVar[Kind] = "member"

    scope: str
    report_id: str
    case_id: str
    reason: MergeReason
    score: float
    matched: str
    leader: bool
    version: int
    own_case: Annotated[str, SINCE_2] = ""


class CaseRow(Row):
    """The current view of one case. One that people merged into another stands for no report and for nobody.

    `rating` is the citizen's latest, 0 for none; `credit` the fallback unit that took it when nobody had it.
    """

    KIND: ClassVar[Kind] = "case"

    scope: str
    case_id: str
    state: CaseState | Literal["merged"]
    class_code: str
    region: str
    unit: str
    opened_at: Moment
    first_at: Moment
    last_at: Moment
    resolved_at: Moment | None
    due_at: Moment
    round: int
    late: bool
    reports: int
    people: int
    urges: int
    policy_version: str
    version: int
    merged_into: Annotated[str, SINCE_2] = ""
    urgency: Annotated[str, SINCE_3] = "normal"
    rating: Annotated[int, SINCE_3] = 0
    credit: Annotated[str, SINCE_3] = ""
    closed_at: Annotated[Moment | None, SINCE_3] = None


class Suggestion(Row):
    """A report that opened a case, and an earlier case that it may belong to. A person decides: merging the two
    accepts it, keeping them apart refuses it; `decision` is '' until then.
    """

    KIND: ClassVar[Kind] = "suggestion"
    TOPIC: ClassVar[str] = "suggestions"

    scope: str
    report_id: str
    case_id: str
    suggested_case: str
    matched: str
    score: float
    at: Moment
    policy_version: str
    version: int
    decision: Annotated[Literal["", "accepted", "refused"], SINCE_2] = ""
    decided_at: Annotated[Moment | None, SINCE_2] = None
