"""Which members may be alike at all: those that share heavy terms; kernels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Table, Words, kernel, part, signed
from streams.domain.merging.packed import moment, terms_at
from streams.domain.merging.postings import GONE, HEAVY, Lists, heavy_of

NEWEST = 64  # of each term so many members that joined last are looked at
_TABLE = 2 * HEAVY * NEWEST
_SPREAD = 0x9E3779B1
_LAST = _TABLE - 1
Bounds = tuple[float, float, int, bool]
"""How far apart two reports may have occurred, how old a case may be (milliseconds), when the report was received;
whether cases are wanted that are over, instead of those that take the report."""
Slots = NDArray[np.int32]


@part
def eligible(one: Any, cases: Table, at: int, bounds: Bounds) -> bool:
    """Whether a member is near in time, and its case takes a report that occurred at `at`, or is over as wanted.

    A case takes it while it is young enough, and not resolved for longer than it may be reopened.
    """
    window, cap, received, over = bounds
    case = cases[one.case]
    takes = at - case.first_at <= cap and received <= case.closes_at
    return abs(one.at - at) <= window and takes != over


@kernel
def nearest(members: Table, cases: Table, words: Words, lists: Lists, asked: Words, bounds: Bounds, best: Slots) -> int:
    """Fill `best` with the eligible members that share most weight of the heavy terms; of equals the last to join.

    Returns how many there are.
    """
    tally, touched = np.zeros((_TABLE, 2), np.int32), np.empty(HEAVY * NEWEST, np.int32)
    shares = np.empty(best.shape[0], np.int32)
    seen = touched[: _count(words, lists, asked, tally, touched)]
    least, filled, at = _least(tally, seen, shares), 0, moment(asked, 0)
    for below in range(2):
        for place in seen:
            slot, share = tally[place, 0] - 1, tally[place, 1]
            ranks = filled < best.shape[0] or share >= shares[filled - 1]
            if (share < least) == below and ranks and eligible(members[slot], cases, at, bounds):
                filled = _sort_in(members, best, shares, filled, slot, share)
        if filled == best.shape[0]:
            break
    return filled


@part
def _least(tally: Slots, seen: Slots, shares: Slots) -> int:
    """What the last of the best shares if all may be among them: whoever shares less is looked at only if one may not.

    To look at a member costs more than to count it. `shares` is paper.
    """
    shares[:] = 0
    for place in seen:
        at, share = shares.shape[0], tally[place, 1]
        while at > 0 and shares[at - 1] < share:
            at -= 1
            if at + 1 < shares.shape[0]:
                shares[at + 1] = shares[at]
        if at < shares.shape[0]:
            shares[at] = share
    return shares[-1]


@part
def _count(words: Words, lists: Lists, asked: Words, tally: Slots, touched: Slots) -> int:
    """Add up the shared weight of each member among the newest of each term; how many they are.

    `tally` is by hash: slot + 1, weight; `touched` says where in it somebody stands.
    """
    seen, terms = 0, terms_at(asked, 0)
    for rank in range(heavy_of(asked, 0)):
        term, weight = asked[terms + rank] >> 8, asked[terms + rank] & 255
        block, many = lists[term, 0], lists[term, 1]
        at, left = block + many, NEWEST
        while at > block and left:
            at -= 1
            if words[at] == GONE:
                continue
            left -= 1
            link = signed(words[at]) + 1
            place = link * _SPREAD >> 8 & _LAST
            while tally[place, 0] != link and tally[place, 0]:
                place = place + 1 & _LAST
            if not tally[place, 0]:
                tally[place, 0] = link
                touched[seen] = place
                seen += 1
            tally[place, 1] += weight
    return seen


@part
def _sort_in(members: Table, best: Slots, shares: Slots, filled: int, slot: int, share: int) -> int:
    """Sort a slot into the best so far; the last falls out where they are full."""
    joined, at = members[slot].joined, filled
    while at > 0 and (shares[at - 1], members[best[at - 1]].joined) < (share, joined):
        if at < best.shape[0]:
            best[at], shares[at] = best[at - 1], shares[at - 1]
        at -= 1
    if at < best.shape[0]:
        best[at], shares[at] = slot, share
    return min(filled + 1, best.shape[0])
