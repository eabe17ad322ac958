"""One row of each kind of current view, of which the highest version wins.

Rows are said by columns, many at once: see `topics.sheets`. The fields, in their order, are the columns.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from topics.model import Moment
from topics.reasons import MergeReason

Kind = Literal["report", "member", "case", "transition", "escalation", "notice", "suggestion"]
SINCE_2 = Field(json_schema_extra={"since": 2})
"""Marks a column that rows have only had since a second version of their contract: older rows have its default."""


class Row(BaseModel):
    """One row of a table. `version` is the inbox offset of the record that caused it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    KIND: ClassVar[Kind]
    TOPIC: ClassVar[str] = "rows"


class ReportRow(Row):
    """The current view of one report, in its latest revision; `class_proposed` is what a person may find right."""

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
    class_confidence: Annotated[float, _SINCE_2] = 1.0
    class_proposed: Annotated[str, _SINCE_2] = ""


class MemberRow(Row):
    """Which case a report is in, exactly one, and why; `own_case` is what it joined by itself or was split into."""

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
    """The current view of one case. One that people merged into another stands for no report and for nobody."""

    KIND: ClassVar[Kind] = "case"

    scope: str
    case_id: str
    state: Literal["open", "dispatched", "resolved", "merged"]
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


class Suggestion(Row):
    """A report that opened a case, and an earlier one it may belong to; `decision` is '' until one decides."""

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
