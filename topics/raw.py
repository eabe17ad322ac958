"""What channels and handling systems say: the two raw topics, and the kept bytes of dead letters."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, model_validator

from topics.deadline import Urgency
from topics.model import Moment, Ref, Said, Source
from topics.working_time import LimitUnit


class Place(Said):
    """Hints of a place, as a channel gives them; degrees in WGS 84. Other hints are not an error."""

    model_config = ConfigDict(extra="ignore")

    address: Annotated[str, Field(max_length=1000)] = ""
    region: Annotated[str, Field(max_length=100)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class _Raw(Said):
    """Unknown fields are kept in the payload, never an error."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": True})

    payload: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _keep_unknown(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        unknown = {k: v for k, v in value.items() if k not in cls.model_fields}
        if not unknown:
            return value
        known = {k: v for k, v in value.items() if k in cls.model_fields}
        payload = known.get("payload", {})
        known["payload"] = {**payload, **unknown} if isinstance(payload, dict) else payload
        return known


class ReportFields(Said):
    """What intake reads of a report: all but the payload, which stops there."""

    model_config = ConfigDict(extra="ignore")

    TOPIC: ClassVar[str] = "reports.raw"

    channel: Ref
    channel_ref: Ref
    occurred_at: Moment
    received_at: Moment
    title: str = ""
    text: str = ""
    place: Place = Place()
    category: Annotated[str, Field(max_length=200)] = ""
    reporter: Annotated[str, Field(max_length=512)] = ""
    attachments: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Channel and reference: one report stays on one partition."""
        return f"{self.channel}/{self.channel_ref}"


class RawReport(ReportFields, _Raw):
    """One message from one person or device through one channel (诉求 / 上报).

    `received_at` is when the channel took it in: deadlines start there. `occurred_at` is when the matter was
    seen: merging uses it. `reporter` is whatever the channel calls the person; it never leaves the raw topics unhashed.
    """


class Amount(Said):
    """So many of a unit: 3 working_days."""

    model_config = ConfigDict(extra="ignore")

    amount: Annotated[float, Field(gt=0, le=100_000)]
    unit: LimitUnit


class ActionFields(Said):
    """What intake reads of an action: all but the payload, which stops there."""

    model_config = ConfigDict(extra="ignore")

    TOPIC: ClassVar[str] = "actions.raw"

    action: Ref
    occurred_at: Moment
    case_id: Annotated[str, Field(max_length=400)] = ""
    channel: Annotated[str, Field(max_length=256)] = ""
    channel_ref: Annotated[str, Field(max_length=256)] = ""
    unit: Annotated[str, Field(max_length=200)] = ""
    actor: Annotated[str, Field(max_length=512)] = ""
    note: str = ""
    other_case_id: Annotated[str, Field(max_length=400)] = ""
    reports: tuple[str, ...] = ()
    reason: Annotated[str, Field(max_length=200)] = ""
    extend_by: Amount | None = None
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    stage: Annotated[str, Field(max_length=200)] = ""
    class_code: Annotated[str, Field(max_length=256)] = ""
    region: Annotated[str, Field(max_length=256)] = ""
    urgency: Urgency | None = None

    @property
    def key(self) -> str:
        """The target: what is done to one case through one name keeps its order."""
        return self.case_id or f"{self.channel}/{self.channel_ref}"


class RawAction(ActionFields, _Raw):
    """What a handling system says was done to a case (处置动作).

    The target is a `case_id`, or the (channel, channel_ref) of any report of the case. `other_case_id` is the case
    that `merge` takes into the target, or that `keep_apart` never lets be joined with it; `reports`, each as
    CHANNEL/REFERENCE, are what `split` takes out of it. `reason` is why it is hung, extended or returned,
    `extend_by` by how much; `rating` how satisfied the citizen is; `stage` what a staged limit has reached;
    `class_code`, `region` and `urgency` what a `correct` puts right.
    """


RAW_TOPICS = (RawReport.TOPIC, RawAction.TOPIC)
"""What others write."""


class DeadBytes(Said):
    """The original bytes of a dead letter, kept apart under the raw topics' access and retention.

    On the wire the value is `raw` itself and `source` is the key.
    """

    TOPIC: ClassVar[str] = "dead.raw"

    source: Source
    raw: bytes

    @property
    def key(self) -> str:
        """The coordinates of the message."""
        return str(self.source)

    def to_bytes(self) -> bytes:
        """The bytes as they came."""
        return self.raw
