"""The current views: of rows with one key the highest version wins."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from topics.model import Moment, Said, Source
from topics.reasons import MergeReason


class ReportRow(Said):
    """The current view of one report, in its latest revision."""

    TOPIC: ClassVar[str] = "rows"

    kind: Literal["report"] = "report"
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
    class_by: Literal["hint", "fallback"]
    region: str
    region_level: int
    reporter: str
    attachments: tuple[str, ...]
    policy_version: str
    source: Source
    version: int

    @property
    def key(self) -> str:
        """The report."""
        return self.report_id


class MemberRow(Said):
    """Which case a report is in, and why."""

    TOPIC: ClassVar[str] = "rows"

    kind: Literal["member"] = "member"
    scope: str
    report_id: str
    case_id: str
    reason: MergeReason
    score: float
    matched: str
    leader: bool
    version: int

    @property
    def key(self) -> str:
        """The report: it is in exactly one case."""
        return self.report_id


class CaseRow(Said):
    """The current view of one case."""

    TOPIC: ClassVar[str] = "rows"

    kind: Literal["case"] = "case"
    scope: str
    case_id: str
    state: Literal["open", "dispatched", "resolved"]
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

    @property
    def key(self) -> str:
        """The case."""
        return self.case_id


Row = ReportRow | MemberRow | CaseRow
ROW: TypeAdapter[Row] = TypeAdapter(Annotated[Row, Field(discriminator="kind")])
"""Reads any value of `rows`. Raises pydantic.ValidationError."""
