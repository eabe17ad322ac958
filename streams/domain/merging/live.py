"""Members as the indexes hold them: always in the order in which they joined."""

from typing import NamedTuple, TypeVar

from streams.domain.merging.spot import Spot
from topics.memory import Sketch

DAY = 86_400_000  # milliseconds
Key = TypeVar("Key")


class Live(NamedTuple):
    """One member that can be matched. `order` counts those that joined; `day` is when it occurred, in days."""

    slot: int
    case: int
    order: int
    day: float
    leader: bool
    sketch: Sketch
    spot: Spot | None


Shelf = dict[int, Live]
"""Members by slot, the one that joined last at the end."""


def take(shelves: dict[Key, Shelf], key: Key, slot: int) -> None:
    """Take a member off one shelf, and the shelf away when it is empty."""
    shelf = shelves[key]
    del shelf[slot]
    if not shelf:
        del shelves[key]
