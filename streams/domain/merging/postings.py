"""Postings: of each heavy term the members that have it, linked from the one that joined last to the first.

`newest[term]` and the links `older` and `newer` of a member hold places: slot x HEAVY + the rank of the term in that
member, plus one; 0 is nothing. Nothing that has left is remembered.
"""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Record, Records, kernel

Places = NDArray[np.int32]
HEAVY = 16
NEWEST = 64  # of each term so many members that joined last are looked at


@kernel
def link(members: Records, newest: Places, slot: int) -> None:
    """Put the member in a slot into the postings of its heaviest terms, each in the order of joining."""
    one = members[slot]
    for rank in range(min(HEAVY, one.known_terms)):
        before, after = 0, newest[one.terms[rank]]
        while after and members[(after - 1) // HEAVY].joined > one.joined:
            before, after = after, members[(after - 1) // HEAVY].older[(after - 1) % HEAVY]
        one.newer[rank], one.older[rank] = before, after
        here = slot * HEAVY + rank + 1
        _point(members, newest, one.terms[rank], before, after, here, here)


@kernel
def unlink(members: Records, newest: Places, slot: int) -> None:
    """Take the member in a slot out of all its postings."""
    one = members[slot]
    for rank in range(min(HEAVY, one.known_terms)):
        before, after = one.newer[rank], one.older[rank]
        _point(members, newest, one.terms[rank], before, after, after, before)


@kernel
def nearest(members: Records, newest: Places, asked: Records, window: float, best: Places) -> int:
    """Fill `best` with the slots that share most weight of the heavy terms of `asked[0]`; of equals the last to join.

    Only members that occurred within `window` days of it are told. Returns how many there are in `best`.
    """
    one = asked[0]
    touched = np.empty(HEAVY * NEWEST, np.int32)
    seen = _tally(members, newest, one, window, touched)
    filled = 0
    for i in range(seen):
        filled = _sort_in(members, best, filled, touched[i])
    for i in range(seen):
        members[touched[i]].tally = 0
    return filled


@kernel
def _point(
    members: Records, newest: Places, term: int, before: int, after: int, older_of_before: int, newer_of_after: int
) -> None:
    """Make the two neighbours of a place in a posting point to something else."""
    if before:
        members[(before - 1) // HEAVY].older[(before - 1) % HEAVY] = older_of_before
    else:
        newest[term] = older_of_before
    if after:
        members[(after - 1) // HEAVY].newer[(after - 1) % HEAVY] = newer_of_after


@kernel
def _tally(members: Records, newest: Places, one: Record, window: float, touched: Places) -> int:
    """Add up the shared weight of every member that the newest of each posting hold; returns how many they are."""
    seen = 0
    for rank in range(min(HEAVY, one.known_terms)):
        place = newest[one.terms[rank]]
        for _ in range(NEWEST):
            if not place:
                break
            slot, at = divmod(place - 1, HEAVY)
            other = members[slot]
            if abs(other.day - one.day) <= window:
                if not other.tally:
                    touched[seen] = slot
                    seen += 1
                other.tally += one.weights[rank]
            place = other.older[at]
    return seen


@kernel
def _sort_in(members: Records, best: Places, filled: int, slot: int) -> int:
    """Sort a slot into the best so far; the last falls out where they are full."""
    one = members[slot]
    at = filled
    while at > 0:
        other = members[best[at - 1]]
        if (other.tally, other.joined) > (one.tally, one.joined):
            break
        if at < best.shape[0]:
            best[at] = best[at - 1]
        at -= 1
    if at < best.shape[0]:
        best[at] = slot
    return int(min(filled + 1, best.shape[0]))
