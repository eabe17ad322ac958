"""What casework remembers: three compacted topics, read back by casework alone."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from topics.inbox import Action, PolicyChange
from topics.model import Moment, Said
from topics.reasons import MergeReason


class Stamp(Said):
    """The inbox offset of the record that caused a change, and the change's index within that record."""

    offset: int
    index: int

    @property
    def order(self) -> tuple[int, int]:
        """Sorts changes as they happened."""
        return self.offset, self.index


class Clock(Said):
    """One deadline of a case. `fired` names the rungs that have fired in this round."""

    clock: str
    round: int
    start_at: Moment
    due_at: Moment
    done_at: Moment | None = None
    policy_version: str
    why: str
    fired: tuple[str, ...] = ()


class Case(Said):
    """One real problem (事件 / 工单), while it is in memory. People are distinct known reporter hashes."""

    TOPIC: ClassVar[str] = "cases"

    scope: str
    case_id: str
    stamp: Stamp
    state: Literal["open", "dispatched", "resolved"]
    class_code: str
    region: str
    unit: str
    opened_at: Moment
    first_at: Moment
    last_at: Moment
    resolved_at: Moment | None
    policy_version: str
    clock: Clock
    reports: int
    people: int
    urges: int

    @property
    def key(self) -> str:
        """The case."""
        return self.case_id


class Sketch(Said):
    """What merging knows of a report: its heaviest terms (hashed; heaviest first), their weights, and its places.

    `named` are the places of the title, or all of them where the title has none: a conflict among those vetoes.
    `district` is "=" and the region hint, or what the text names; `body` is the digest of the normalised body.
    """

    version: int
    terms: tuple[int, ...]
    weights: tuple[int, ...]
    places: tuple[str, ...]
    named: tuple[str, ...]
    district: str
    body: str
    latitude: float | None = None
    longitude: float | None = None


class Member(Said):
    """One report of one case. `joined` orders the members; `content` tells a redelivery from a revision.

    `sketch` is None once the member has left its case's ring.
    """

    TOPIC: ClassVar[str] = "members"

    scope: str
    report_id: str
    case_id: str
    stamp: Stamp
    joined: Stamp
    occurred_at: Moment
    received_at: Moment
    reporter: str
    content: str
    revision: int
    redeliveries: int
    reason: MergeReason
    score: float
    matched: str
    leader: bool
    sketch: Sketch | None

    @property
    def key(self) -> str:
        """The report."""
        return self.report_id


class _Book(Said):
    """One remembered thing of a scope; `stamp` as everywhere in memory."""

    TOPIC: ClassVar[str] = "book"

    scope: str
    stamp: Stamp


class Position(_Book):
    """The next inbox offset to fold: written in every transaction, and it alone is the position."""

    kind: Literal["position"] = "position"
    next_offset: int

    @property
    def key(self) -> str:
        """One per scope."""
        return f"{self.scope}/position/"


class LastTick(_Book):
    """The latest time that a tick has said."""

    kind: Literal["tick"] = "tick"
    now: Moment

    @property
    def key(self) -> str:
        """One per scope."""
        return f"{self.scope}/tick/"


class PolicyHeld(_Book):
    """A policy in force, pending, or still needed by a case. Of those not pending the latest stamp is in force."""

    kind: Literal["policy"] = "policy"
    change: PolicyChange
    pending: bool = False

    @property
    def key(self) -> str:
        """One per version."""
        return f"{self.scope}/policy/{self.change.policy.version}"


class ParkedAction(_Book):
    """An action that came before its report; a dead letter once `until` has passed."""

    kind: Literal["parked"] = "parked"
    action: Action
    until: Moment

    @property
    def key(self) -> str:
        """One per raw message."""
        return f"{self.scope}/parked/{self.action.source}"


class Identity(_Book):
    """The identity of a report whose case has left memory, until `until`."""

    kind: Literal["identity"] = "identity"
    report_id: str
    case_id: str
    content: str
    revision: int
    redeliveries: int
    until: Moment

    @property
    def key(self) -> str:
        """The report."""
        return f"{self.scope}/identity/{self.report_id}"


BookRecord = Position | LastTick | PolicyHeld | ParkedAction | Identity
BOOK: TypeAdapter[BookRecord] = TypeAdapter(Annotated[BookRecord, Field(discriminator="kind")])
"""Reads any value of `book`. Raises pydantic.ValidationError."""
