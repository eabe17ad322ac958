"""What forbids that two reports tell of one problem, however alike they are."""

from collections.abc import Callable

from streams.domain.merging.places import districts_differ, names_apart
from streams.domain.merging.spot import far_apart, spot_of
from topics.memory import Sketch

NEAR_COPY = 0.8  # from here on, all places left out, a text is reused, and one place swapped in it is a conflict
FAR = 2_000.0  # metres
Likeness = Callable[[frozenset[str]], float]


def conflict(one: Sketch, other: Sketch, likeness: Likeness) -> bool:
    """True where district, coordinates or named places say that these are two problems.

    `likeness(places)` is the cosine of the two texts with the terms of these places left out.
    """
    if districts_differ(one.district, other.district):
        return True
    if far_apart(spot_of(one.latitude, one.longitude), spot_of(other.latitude, other.longitude), FAR):
        return True
    places, others = frozenset(one.places), frozenset(other.places)
    mine, yours = frozenset(one.named) - others, frozenset(other.named) - places
    if not names_apart(mine, yours):
        return False
    shared = len(mine) < len(one.named) or len(yours) < len(other.named)
    return not shared or likeness(places | others) >= NEAR_COPY
