"""Which member decides where a report belongs: one kernel a report."""

from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.addresses import address_key, same_address
from streams.domain.merging.candidates import Bounds, Slots, eligible, nearest
from streams.domain.merging.chains import GROUND, SAYINGS, Heads, chain_of
from streams.domain.merging.conflict import conflict, elsewhere
from streams.domain.merging.kernel import Table, Words, kernel, part
from streams.domain.merging.likeness import HIDDEN, MILLION, probability, weigh
from streams.domain.merging.own import OWN, add_own
from streams.domain.merging.packed import PLACED, SPOT, degrees, marked, moment, pair
from streams.domain.merging.postings import Lists
from streams.domain.merging.seats import NOBODY
from streams.domain.merging.spot import METRES_PER_DEGREE, cell, centimetres, key_of

LOOKED_AT = 16
NOT_PLACED, NOTHING, BELOW, CONFLICT, ALIKE, NEAR, SAME = 0, 1, 2, 3, 4, 5, 6
NEAR_THE_POLE = 0.01
ANY_TIME = 1e18
Found = tuple[int, int, int, int]
"""How it went, the member that decided or NOBODY, its probability in millionths or distance in centimetres, and a
member of another case that would have done as well, or NOBODY."""


@kernel
def find(
    members: Table,
    cases: Table,
    words: Words,
    lists: Lists,
    heads: Heads,
    asked: Words,
    bounds: Bounds,
    radius: float,
    class_code: int,
    join_at: float,
    logistic: NDArray[np.float64],
) -> Found:
    """A text rule has no radius (0): it looks across classes; a distance rule at its own class only."""
    _, cap, received, over = bounds
    slot = _said_before(members, cases, words, heads, asked, (ANY_TIME, cap, received, over), radius)
    if slot != NOBODY:
        return SAME, slot, 0, NOBODY
    if not marked(asked, 0, PLACED):
        return NOT_PLACED, NOBODY, 0, NOBODY
    if radius and not marked(asked, 0, SPOT):
        return _by_address(members, cases, words, heads, asked, bounds, class_code)
    if radius:
        return _by_distance(members, cases, words, heads, asked, bounds, radius, class_code)
    best = np.empty(LOOKED_AT + OWN, np.int32)
    found = nearest(members, cases, words, lists, asked, bounds, best[:LOOKED_AT])
    found = add_own(members, cases, words, heads, asked, bounds, best, found)
    return _by_text(members, words, asked, best[:found], join_at, logistic)


@part
def _said_before(
    members: Table, cases: Table, words: Words, heads: Heads, asked: Words, bounds: Bounds, radius: float
) -> int:
    """The last member that this citizen said in the same words, of the same place where the rule has a radius."""
    digest = pair(asked, 4)
    link = heads[chain_of(digest), SAYINGS] if digest else 0
    while link:
        one = members[link - 1]
        same = pair(words, one.block + 4) == digest and eligible(one, cases, moment(asked, 0), bounds)
        if same and not (radius and elsewhere(asked, 0, words, one.block, radius)):
            return link - 1
        link = one.chained[SAYINGS]
    return NOBODY


@part
def _by_text(
    members: Table, words: Words, asked: Words, slots: Slots, join_at: float, logistic: NDArray[np.float64]
) -> Found:
    """The best that no conflict vetoes, if it is good enough."""
    if not slots.shape[0]:
        return NOTHING, NOBODY, 0, NOBODY
    weighed, hidden = weigh(asked), np.empty(HIDDEN, np.uint32)
    scores = np.empty(slots.shape[0], np.int64)
    for i in range(slots.shape[0]):
        score = probability(asked, weighed, words, members[slots[i]].block, hidden, logistic)
        _sort_in(members, slots, scores, i, score)
    best, also = NOBODY, NOBODY
    for i in range(slots.shape[0]):
        if scores[i] / MILLION < join_at or also != NOBODY:
            break
        another = best == NOBODY or members[slots[i]].case != members[slots[best]].case
        if another and not conflict(asked, weighed, words, members[slots[i]].block):
            best, also = (i, NOBODY) if best == NOBODY else (best, slots[i])
    if best != NOBODY:
        return ALIKE, slots[best], scores[best], also
    return CONFLICT if scores[0] / MILLION >= join_at else BELOW, slots[0], scores[0], NOBODY


@part
def _sort_in(members: Table, slots: Slots, scores: NDArray[np.int64], at: int, score: int) -> None:
    """Move the slot at `at` forward to where its score belongs; of equal ones the last to join is first."""
    slot = slots[at]
    while at > 0 and (scores[at - 1], members[slots[at - 1]].joined) < (score, members[slot].joined):
        slots[at], scores[at] = slots[at - 1], scores[at - 1]
        at -= 1
    slots[at], scores[at] = slot, score


@part
def _by_address(
    members: Table, cases: Table, words: Words, heads: Heads, asked: Words, bounds: Bounds, class_code: int
) -> Found:
    """The last to join of the class's leaders that have the same address and no coordinates either."""
    link = heads[chain_of(address_key(class_code, asked, 0)), GROUND]
    while link:
        one = members[link - 1]
        there = cases[one.case].class_code == class_code and same_address(asked, 0, words, one.block)
        if there and eligible(one, cases, moment(asked, 0), bounds):
            return NEAR, link - 1, 0, NOBODY
        link = one.chained[GROUND]
    return NOTHING, NOBODY, 0, NOBODY


@part
def _by_distance(
    members: Table,
    cases: Table,
    words: Words,
    heads: Heads,
    asked: Words,
    bounds: Bounds,
    radius: float,
    class_code: int,
) -> Found:
    """The nearest leader of the class within the radius, of equally near ones the last to join."""
    latitude, longitude = degrees(asked, 0, 0), degrees(asked, 0, 1)
    high = radius / METRES_PER_DEGREE
    wide = high / max(NEAR_THE_POLE, cos(radians(latitude)))
    best, apart = NOBODY, 0
    for row in range(cell(latitude - high), cell(latitude + high) + 1):
        for column in range(cell(longitude - wide), cell(longitude + wide) + 1):
            link = heads[chain_of(key_of(class_code, row, column)), GROUND]
            while link:
                one = members[link - 1]
                here = centimetres(latitude, longitude, degrees(words, one.block, 0), degrees(words, one.block, 1))
                nearer = best == NOBODY or (-here, one.joined) > (-apart, members[best].joined)
                within = nearer and here <= 100 * radius and cases[one.case].class_code == class_code
                if within and eligible(one, cases, moment(asked, 0), bounds):
                    best, apart = link - 1, here
                link = one.chained[GROUND]
    return (NOTHING if best == NOBODY else NEAR), best, apart, NOBODY
