"""The one log per scope: everything that can change a case."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from topics.model import Moment, Ref, Said, Source
from topics.policy import Policy


class ActionName(StrEnum):
    """The actions that the rules know."""

    DISPATCH = "dispatch"
    RESOLVE = "resolve"
    REOPEN = "reopen"


class Report(Said):
    """A report behind intake: valid, masked, its reporter a keyed hash ('' where the channel names none)."""

    TOPIC: ClassVar[str] = "inbox"

    kind: Literal["report"] = "report"
    source: Source
    scope: str
    report_id: str
    channel: Ref
    channel_ref: Ref
    occurred_at: Moment
    received_at: Moment
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


class Action(Said):
    """An action behind intake: its target is a case, or a report (the other is '')."""

    TOPIC: ClassVar[str] = "inbox"

    kind: Literal["action"] = "action"
    source: Source
    scope: str
    action: ActionName
    case_id: str
    report_id: str
    occurred_at: Moment
    unit: str
    actor: str
    note: str

    @property
    def key(self) -> str:
        """The target."""
        return self.case_id or self.report_id


class Tick(Said):
    """The passing of time: nothing is due before one says so."""

    TOPIC: ClassVar[str] = "inbox"

    kind: Literal["tick"] = "tick"
    scope: str
    now: Moment

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


class PolicyChange(Said):
    """A whole policy, for every inbox. The first one starts a scope."""

    TOPIC: ClassVar[str] = "inbox"

    kind: Literal["policy"] = "policy"
    scope: str
    policy: Policy
    clock: ClockSetting

    @property
    def key(self) -> str:
        """All policies of a scope share one."""
        return "policy"


InboxRecord = Annotated[Report | Action | Tick | PolicyChange, Field(discriminator="kind")]
INBOX: TypeAdapter[Report | Action | Tick | PolicyChange] = TypeAdapter(InboxRecord)
"""Reads any inbox value: `INBOX.validate_json(bytes)`. Raises pydantic.ValidationError."""
