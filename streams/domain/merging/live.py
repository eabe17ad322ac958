"""Members as the indexes hold them: always in the order in which they joined."""

from typing import NamedTuple, TypeVar

from streams.domain.merging.spot import Spot, spot_of
from topics.memory import Member, Sketch

DAY = 86_400.0
Key = TypeVar("Key")


class Live(NamedTuple):
    """One member that can be matched. `order` is when it joined, then its id; `day` is when it occurred, in days."""

    report_id: str
    case_id: str
    order: tuple[int, int, str]
    day: float
    reporter: str
    class_code: str
    leader: bool
    sketch: Sketch
    spot: Spot | None


Shelf = dict[str, Live]
"""Members by report id, the one that joined last at the end."""


def live(member: Member, sketch: Sketch, class_code: str) -> Live:
    """A member made ready to be matched."""
    return Live(
        report_id=member.report_id,
        case_id=member.case_id,
        order=(*member.joined.order, member.report_id),
        day=member.occurred_at.timestamp() / DAY,
        reporter=member.reporter,
        class_code=class_code,
        leader=member.leader,
        sketch=sketch,
        spot=spot_of(sketch.latitude, sketch.longitude),
    )


def put(shelf: Shelf, member: Live) -> None:
    """Put a member in its place. What joins late goes to the end; a member put back is sorted in."""
    last = next(reversed(shelf.values()), None)
    shelf[member.report_id] = member
    if last is not None and member.order < last.order:
        _sort(shelf)


def take(shelves: dict[Key, Shelf], key: Key, report_id: str) -> None:
    """Take a member off one shelf, and the shelf away when it is empty."""
    shelf = shelves[key]
    del shelf[report_id]
    if not shelf:
        del shelves[key]


def _sort(shelf: Shelf) -> None:
    members = sorted(shelf.values(), key=lambda m: m.order)
    shelf.clear()
    shelf.update((m.report_id, m) for m in members)
