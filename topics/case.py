"""A case as casework remembers it."""

from typing import Annotated, ClassVar

from topics.action import Event
from topics.deadline import Urgency
from topics.model import Instant, Record, since
from topics.rows import CaseState
from topics.stamp import Stamp


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
