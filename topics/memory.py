"""What casework remembers: three compacted topics, read back by casework alone."""

from typing import Annotated, ClassVar

from topics.hot import HotRecord
from topics.inbox import Action, PolicyChange
from topics.model import Instant, Record, reader, since
from topics.reasons import MergeReason
from topics.stamp import Book as _Book
from topics.stamp import Stamp as Stamp  # noqa: PLC0414 - a part of memory: found here


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
