"""The one log per scope: everything that can change a case."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar

import msgspec
from pydantic import Field

from topics.action import NO_DETAILS, ActionName, Details
from topics.model import Instant, Moment, Record, Said, Source, is_instant, reader, since
from topics.policy import Policy


class Report(Record, frozen=True, kw_only=True, tag_field="kind", tag="report"):
    """A report behind intake: valid, masked, its reporter a keyed hash ('' where the channel names none)."""

    TOPIC: ClassVar[str] = "inbox"

    source: Source
    scope: str
    report_id: str
    channel: str
    channel_ref: str
    occurred_at: Instant
    received_at: Instant
    title: str
    text: str
    address: str
    region: str
    category: str
    latitude: float | None
    longitude: float | None
    reporter: str
    attachments: tuple[str, ...]

    @property
    def key(self) -> str:
        """The report."""
        return self.report_id


class Action(Record, frozen=True, kw_only=True, tag_field="kind", tag="action"):
    """An action behind intake: its target is a case, or a report (the other is '').

    `other_case` is the second case of a merge or of two to be kept apart; `reports` are those that a split takes out.
    """

    TOPIC: ClassVar[str] = "inbox"

    source: Source
    scope: str
    action: ActionName
    case_id: str
    report_id: str
    occurred_at: Instant
    unit: str
    actor: str
    note: str
    other_case: Annotated[str, since(2)] = ""
    reports: Annotated[tuple[str, ...], since(2)] = ()
    details: Annotated[Details, since(3)] = NO_DETAILS

    @property
    def key(self) -> str:
        """The target."""
        return self.case_id or self.report_id


class Tick(Record, frozen=True, kw_only=True, tag_field="kind", tag="tick"):
    """The passing of time: nothing is due before one says so."""

    TOPIC: ClassVar[str] = "inbox"

    scope: str
    now: Instant

    @property
    def key(self) -> str:
        """All ticks of a scope share one."""
        return "tick"


class ClockSetting(Said):
    """now = epoch + rate x (wall - start). The identity (rate 1, epoch = start) but in demos and tests."""

    epoch: Moment
    start: Moment
    rate: Annotated[float, Field(gt=0, le=1_000_000)] = 1.0

    def now(self, wall: datetime) -> datetime:
        """The stream's time at a wall-clock moment."""
        return self.epoch + (wall - self.start) * self.rate

    def wall(self, now: datetime) -> datetime:
        """The wall-clock moment at which the stream's time is `now`, rounded up to the millisecond."""
        return self.start + (now - self.epoch) / self.rate + timedelta(milliseconds=1)


class PolicyChange(Record, frozen=True, kw_only=True, tag_field="kind", tag="policy"):
    """A whole policy, for every inbox. The first one starts a scope."""

    TOPIC: ClassVar[str] = "inbox"

    scope: str
    policy: Policy
    clock: ClockSetting

    @property
    def key(self) -> str:
        """All policies of a scope share one."""
        return "policy"


InboxRecord = Report | Action | Tick | PolicyChange


def read_inbox(value: bytes) -> InboxRecord:
    """Read any inbox value. Raises msgspec.MsgspecError."""
    try:
        record: InboxRecord = reader(InboxRecord)(value)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(f"JSON is malformed: {error}") from error
    if not all(map(is_instant, _times(record))):
        raise msgspec.ValidationError("A time is not in UTC, or not between 1970 and 2200")
    return record


def _times(record: InboxRecord) -> tuple[datetime, ...]:
    """The times of a record, but for a policy's own, which are read as people's words are."""
    if isinstance(record, Report):
        return record.occurred_at, record.received_at
    if isinstance(record, Action):
        return (record.occurred_at,)
    return (record.now,) if isinstance(record, Tick) else ()
