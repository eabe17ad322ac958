"""How alike two members are: the kernels of the score."""

from math import exp, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Record, Records, kernel

Integers = NDArray[np.int32]
Terms = NDArray[np.uint32]
MILLION = 1_000_000


@kernel
def probabilities(
    asked: Records,
    members: Records,
    slots: Integers,
    of_places: Terms,
    starts: Integers,
    logistic: tuple[float, ...],
    scores: Integers,
) -> None:
    """The probability, in millionths, that `asked[0]` and the member in each of `slots` tell of one problem.

    Both come out sorted: the highest score first, of equal ones the member that joined last.
    The terms of the asking member's place p are `of_places[starts[p]:starts[p + 1]]`; see `weights.Logistic`.
    """
    one = asked[0]
    base, by_matter, by_place, by_time, places, least_matter = logistic
    shared_terms = np.empty(of_places.shape[0], np.uint32)
    for i in range(slots.shape[0]):
        other = members[slots[i]]
        shared, hidden = _shared(one, other, of_places, starts, shared_terms)
        matter = _cosine(one, other, shared_terms[:hidden])
        odds = base + by_matter * matter + by_place * min(places, shared) + by_time * log1p(abs(one.day - other.day))
        score = int(MILLION / (1 + exp(-odds)) + 0.5) if matter >= least_matter else 0
        _sort_in(members, slots, scores, i, score)


@kernel
def likeness(asked: Records, members: Records, slot: int, hidden: Terms) -> float:
    """Cosine of `asked[0]` and the member in a slot, 0 to 1, as if neither had the terms `hidden`."""
    return _cosine(asked[0], members[slot], hidden)


@kernel
def _sort_in(members: Records, slots: Integers, scores: Integers, at: int, score: int) -> None:
    """Move the slot at `at` forward to where its score belongs."""
    slot = slots[at]
    while at > 0 and (scores[at - 1], members[slots[at - 1]].joined) < (score, members[slot].joined):
        slots[at], scores[at] = slots[at - 1], scores[at - 1]
        at -= 1
    slots[at], scores[at] = slot, score


@kernel
def _shared(one: Record, other: Record, of_places: Terms, starts: Integers, terms: Terms) -> tuple[int, int]:
    """How many places both have, and how many terms of those places stand in `terms` now."""
    shared, filled = 0, 0
    for mine in range(one.known_places):
        for yours in range(other.known_places):
            if one.places[mine] == other.places[yours]:
                shared += 1
                for at in range(starts[mine], starts[mine + 1]):
                    terms[filled] = of_places[at]
                    filled += 1
    return shared, filled


@kernel
def _cosine(one: Record, other: Record, hidden: Terms) -> float:
    """Integers but for the last line, so that the order of the terms is nothing to the result."""
    dot = 0
    for at in range(other.known_terms):
        weight = _weight(one, other.terms[at])
        if weight and not _among(other.terms[at], hidden):
            dot += weight * int(other.weights[at])
    if not dot:
        return 0.0
    return dot / sqrt((one.square - _square(one, hidden)) * (other.square - _square(other, hidden)))


@kernel
def _weight(one: Record, term: int) -> int:
    """The weight of a term in a member; 0 where it has none."""
    weight = 0
    for at in range(one.known_terms):
        weight += int(one.weights[at]) if one.terms[at] == term else 0
    return weight


@kernel
def _square(one: Record, hidden: Terms) -> int:
    """The squared length of what is hidden of a member."""
    total = 0
    for at in range(one.known_terms):
        if hidden.shape[0] and _among(one.terms[at], hidden):
            total += int(one.weights[at]) ** 2
    return total


@kernel
def _among(term: int, terms: Terms) -> bool:
    found = False
    for at in range(terms.shape[0]):
        found = found or terms[at] == term
    return found
