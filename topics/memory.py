"""What casework remembers: three compacted topics, read back by casework alone."""

from typing import Annotated, ClassVar

from topics.action import Event
from topics.deadline import Urgency
from topics.hot import HotRecord
from topics.inbox import Action, PolicyChange
from topics.model import Instant, Record, reader, since
from topics.reasons import MergeReason
from topics.rows import CaseState
from topics.stamp import Book as _Book
from topics.stamp import Stamp as Stamp  # noqa: PLC0414 - a part of memory: found here


class Clock(Record, frozen=True, kw_only=True):
    """The deadline of a case: its resolve clock. `fired` names the rungs of all its clocks that have fired in this
    round; while it is `paused`, no time passes on it.
    """

    clock: str
    round: int
    start_at: Instant
    due_at: Instant
    done_at: Instant | None = None
    policy_version: str
    why: str
    fired: tuple[str, ...] = ()
    paused: Annotated[bool, since(2)] = False


class Case(Record, frozen=True, kw_only=True):
    """One real problem (事件 / 工单), while it is in memory. People are distinct known reporter hashes.

    `events` are the actions on it that are remembered, in the order of `Event.order`; what came of them, its clocks and
    who holds it follow from them. Up to `seen_at` everything that was due has been said; `next_at` is when something
    is due again. `opened_as` and `opened_in` are its first class and region, where people have corrected them.
    """

    TOPIC: ClassVar[str] = "cases"

    scope: str
    case_id: str
    stamp: Stamp
    state: CaseState
    class_code: str
    region: str
    unit: str
    opened_at: Instant
    first_at: Instant
    last_at: Instant
    resolved_at: Instant | None
    policy_version: str
    clock: Clock
    reports: int
    people: int
    urges: int
    events: Annotated[tuple[Event, ...], since(2)] = ()
    seen_at: Annotated[Instant | None, since(2)] = None
    next_at: Annotated[Instant | None, since(2)] = None
    opened_as: Annotated[str, since(2)] = ""
    opened_in: Annotated[str, since(2)] = ""
    urgency: Annotated[Urgency, since(2)] = Urgency.NORMAL
    rating: Annotated[int, since(2)] = 0
    credit: Annotated[str, since(2)] = ""
    closed_at: Annotated[Instant | None, since(2)] = None

    @property
    def key(self) -> str:
        """The case."""
        return self.case_id


class Sketch(Record, frozen=True, kw_only=True):
    """What merging knows of a report, in numbers: no word of it can be read back. `version` is that of the weights."""

    version: int
    packed: bytes


class Member(Record, frozen=True, kw_only=True):
    """One report of one case. `joined` orders the members; `content` tells a redelivery from a revision.

    `case_id` is the case that it joined by itself, or was split into: where that was merged into another one, it is
    in that one. `detached` counts how often people took it out of a case. `sketch` is None once the member has left
    its case's ring.
    """

    TOPIC: ClassVar[str] = "members"

    scope: str
    report_id: str
    case_id: str
    stamp: Stamp
    joined: Stamp
    occurred_at: Instant
    received_at: Instant
    reporter: str
    content: str
    revision: int
    redeliveries: int
    reason: MergeReason
    score: float
    matched: str
    leader: bool
    sketch: Sketch | None
    detached: Annotated[int, since(2)] = 0

    @property
    def key(self) -> str:
        """The report."""
        return self.report_id


class Position(_Book, frozen=True, kw_only=True, tag_field="kind", tag="position"):
    """The next inbox offset to fold: written in every transaction, and it alone is the position."""

    next_offset: int

    @property
    def key(self) -> str:
        """One per scope."""
        return f"{self.scope}/position/"


class LastTick(_Book, frozen=True, kw_only=True, tag_field="kind", tag="tick"):
    """The latest time that a tick has said."""

    now: Instant

    @property
    def key(self) -> str:
        """One per scope."""
        return f"{self.scope}/tick/"


class PolicyHeld(_Book, frozen=True, kw_only=True, tag_field="kind", tag="policy"):
    """A policy in force, pending, or still needed by a case. Of those not pending the latest stamp is in force."""

    change: PolicyChange
    pending: bool = False

    @property
    def key(self) -> str:
        """One per version."""
        return f"{self.scope}/policy/{self.change.policy.version}"


class ParkedAction(_Book, frozen=True, kw_only=True, tag_field="kind", tag="parked"):
    """An action that came before its report; a dead letter once `until` has passed."""

    action: Action
    until: Instant

    @property
    def key(self) -> str:
        """One per raw message."""
        return f"{self.scope}/parked/{self.action.source}"


class Identity(_Book, frozen=True, kw_only=True, tag_field="kind", tag="identity"):
    """The identity of a report whose case has left memory, until `until`."""

    report_id: str
    case_id: str
    content: str
    revision: int
    redeliveries: int
    until: Instant

    @property
    def key(self) -> str:
        """The report."""
        return f"{self.scope}/identity/{self.report_id}"


class MergedCase(_Book, frozen=True, kw_only=True, tag_field="kind", tag="merged"):
    """A case that people merged `into` another one: its reports are in that one until it is unmerged."""

    case_id: str
    into: str

    @property
    def key(self) -> str:
        """The merged case."""
        return f"{self.scope}/merged/{self.case_id}"


class ApartPair(_Book, frozen=True, kw_only=True, tag_field="kind", tag="apart"):
    """Two cases that people keep apart, in the order of their ids: joining them is never proposed again."""

    one: str
    other: str

    @property
    def key(self) -> str:
        """The pair."""
        return f"{self.scope}/apart/{self.one}/{self.other}"


BookRecord = HotRecord | Position | LastTick | PolicyHeld | ParkedAction | Identity | MergedCase | ApartPair


def read_book(value: bytes) -> BookRecord:
    """Read any value of `book`. Raises msgspec.MsgspecError."""
    record: BookRecord = reader(BookRecord)(value)
    return record
