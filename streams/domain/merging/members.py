"""Members and cases in numbers, and how they come and go; kernels.

A link is a slot + 1, 0 is nobody. The links of rings and chains run from the member that joined last to the first.
`heads` has the first of each chain: of citizens in its first column, of the ground in its second.
"""

import numpy as np

from streams.domain.merging.chains import CITIZENS, GROUND, Heads, chain, unchain
from streams.domain.merging.kernel import Table, Words, kernel, part, unsigned
from streams.domain.merging.packed import SPOT, degrees, marked, moment, pair, size_of
from streams.domain.merging.pool import Books, give, room_of, take
from streams.domain.merging.postings import Lists, file, needed, unfile
from streams.domain.merging.spot import cell_of

LAST = 8  # of a case, beside its leader, so many members that joined last can be matched
NOBODY, FULL = -1, -2

MEMBER = np.dtype(
    [
        ("at", np.int64),
        ("joined", np.int64),
        ("case", np.int32),
        ("block", np.int32),
        ("older", np.int32),
        ("chained", np.int32, 2),
        ("leads", np.int32),
    ],
    align=True,
)
"""When it occurred, in milliseconds; how many joined before it; its case; its sketch in the pool, 0 where it is in no
ring; its links in its case's ring, its citizen's chain and its cell's; whether it leads its case."""

JOINING = np.dtype([("slot", np.int32), ("case", np.int32), ("leads", np.bool_)])
"""A member that is put into its case's ring."""

CASE = np.dtype(
    [("first_at", np.int64), ("leaves_at", np.int64), ("newest", np.int32), ("class_code", np.uint32)], align=True
)
"""See `matching.Matcher.settle`; the member of its ring that joined last; a digest of its class."""


@kernel
def add(
    slot: int,
    case: int,
    sketch: Words,
    leads: bool,
    members: Table,
    cases: Table,
    words: Words,
    books: Books,
    lists: Lists,
    heads: Heads,
) -> int:
    """Put a member into the ring of its case: it is the last to join. The slot that left the ring for it, or NOBODY;
    FULL where the pool must grow by the last entry of `books` first.
    """
    size = size_of(sketch, 0)
    books[-1] = room_of(size) + needed(lists, sketch)
    if books[0] + books[-1] > words.shape[0]:
        return FULL
    one = members[slot]
    one.block = take(words, books, size)
    words[one.block : one.block + size] = sketch[:size]
    _seat(members, cases, books, slot, case, moment(sketch, 0), leads)
    file(words, books, lists, one.block, slot)
    for which in (CITIZENS, GROUND):
        chain(members, heads, which, _key(members, cases, words, slot, which), slot)
    gone = _beyond(members, cases[case].newest)
    if gone != NOBODY:
        remove(gone, members, cases, words, books, lists, heads)
    return gone


@kernel
def add_all(
    every: Table,
    sketches: Words,
    members: Table,
    cases: Table,
    words: Words,
    books: Books,
    lists: Lists,
    heads: Heads,
) -> int:
    """Put the members of `every` (see JOINING), whose sketches stand one behind the other, into their rings.

    They join in this order, and none may leave a ring for another. Returns how many joined: all but where the pool must
    grow first.
    """
    base = 0
    for at in range(every.shape[0]):
        one = every[at]
        left = add(one.slot, one.case, sketches[base:], one.leads, members, cases, words, books, lists, heads)
        if left == FULL:
            return at
        base += size_of(sketches, base)
    return every.shape[0]


@kernel
def remove(slot: int, members: Table, cases: Table, words: Words, books: Books, lists: Lists, heads: Heads) -> None:
    """Take a member out of its ring; one that is in none is no error."""
    one = members[slot]
    if not one.block:
        return
    for which in (CITIZENS, GROUND):
        unchain(members, heads, which, _key(members, cases, words, slot, which), slot)
    unfile(words, books, lists, members, one.block, slot)
    if cases[one.case].newest == slot + 1:
        cases[one.case].newest = one.older
    else:
        before = cases[one.case].newest - 1
        while members[before].older != slot + 1:
            before = members[before].older - 1
        members[before].older = one.older
    give(words, books, one.block, size_of(words, one.block))
    one.block = 0


@kernel
def discard(case: int, members: Table, cases: Table, words: Words, books: Books, lists: Lists, heads: Heads) -> None:
    """Take all members of a case out of its ring."""
    while cases[case].newest:
        remove(cases[case].newest - 1, members, cases, words, books, lists, heads)


@part
def _seat(members: Table, cases: Table, books: Books, slot: int, case: int, at: int, leads: bool) -> None:
    """The member is the last to join, and the first in its ring."""
    one = members[slot]
    books[-2] += 1
    one.joined, one.at, one.case, one.leads = books[-2], at, case, leads
    one.older, cases[case].newest = cases[case].newest, slot + 1


@part
def _key(members: Table, cases: Table, words: Words, slot: int, which: int) -> int:
    """What a member is found by among citizens, or on the ground; 0 where it is not."""
    one = members[slot]
    if which == CITIZENS:
        return pair(words, one.block + 4)
    if not one.leads or not marked(words, one.block, SPOT):
        return unsigned(0)
    return cell_of(cases[one.case].class_code, degrees(words, one.block, 0), degrees(words, one.block, 1))


@part
def _beyond(members: Table, newest: int) -> int:
    """The oldest member of a ring that has more than LAST beside its leader; NOBODY where it has not."""
    others, oldest = 0, NOBODY
    while newest:
        if not members[newest - 1].leads:
            others, oldest = others + 1, newest - 1
        newest = members[newest - 1].older
    return oldest if others > LAST else NOBODY
