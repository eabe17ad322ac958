"""Members and cases in numbers, and what stands where when one comes or goes; kernels.

A link is a slot + 1, 0 is nobody. The links of rings and chains run from the member that joined last to the first.
`heads` has the first of each chain, in a column for each kind; the links of chains run both ways.
"""

import numpy as np

from streams.domain.merging.addresses import address_key
from streams.domain.merging.chains import CITIZENS, EVERY, SAYINGS, Heads, chain
from streams.domain.merging.kernel import Table, Words, part, unsigned
from streams.domain.merging.packed import SPOT, degrees, marked, moment, pair
from streams.domain.merging.pool import Books, take
from streams.domain.merging.postings import Lists, file
from streams.domain.merging.spot import cell_of

LAST = 8  # of a case, beside its leader, so many members that joined last can be matched
NOBODY = -1

MEMBER = np.dtype(
    [
        ("at", np.int64),
        ("joined", np.int64),
        ("case", np.int32),
        ("block", np.int32),
        ("older", np.int32),
        ("chained", np.int32, len(EVERY)),
        ("back", np.int32, len(EVERY)),
        ("leads", np.int32),
    ],
    align=True,
)
"""When it occurred, in milliseconds; when it joined, from 1 on, or 0 where it is in no ring; its case; its sketch in
the pool, or 0; its links in its case's ring and in its chains, to those before it and back; whether it leads."""

JOINING = np.dtype([("slot", np.int32), ("case", np.int32), ("leads", np.bool_)])
"""A member that is put into its case's ring."""

CASE = np.dtype(
    [("first_at", np.int64), ("closes_at", np.int64), ("newest", np.int32), ("class_code", np.uint32)], align=True
)
"""See `matching.Matcher.settle`; the member of its ring that joined last; a digest of its class."""


@part
def has_room(words: Words, books: Books, wanted: int) -> bool:
    """Whether the pool has room for so many words more; the last entry of `books` says how many."""
    books[-1] = wanted
    return books[0] + wanted <= words.shape[0]


@part
def keep(members: Table, words: Words, books: Books, slot: int, sketch: Words) -> None:
    """A sketch goes into the pool, for which there is room."""
    block = take(words, books, sketch.shape[0])
    words[block : block + sketch.shape[0]] = sketch
    members[slot].block, members[slot].at = block, moment(sketch, 0)


@part
def seat(
    slot: int,
    case: int,
    leads: bool,
    members: Table,
    cases: Table,
    words: Words,
    books: Books,
    lists: Lists,
    heads: Heads,
) -> None:
    """A member whose sketch is kept is the last to join, and the first in its ring."""
    one = members[slot]
    books[-2] += 1
    one.joined, one.case, one.leads = books[-2], case, leads
    one.older, cases[case].newest = cases[case].newest, slot + 1
    file(words, books, lists, one.block, slot)
    for which in EVERY:
        chain(members, heads, which, key(members, cases, words, slot, which), slot)


@part
def unseat(members: Table, cases: Table, slot: int) -> None:
    """Take a member out of the ring of its case."""
    one = members[slot]
    if cases[one.case].newest == slot + 1:
        cases[one.case].newest = one.older
    else:
        before = cases[one.case].newest - 1
        while members[before].older != slot + 1:
            before = members[before].older - 1
        members[before].older = one.older
    one.joined = 0


@part
def key(members: Table, cases: Table, words: Words, slot: int, which: int) -> int:
    """What a member is found by in a chain; 0 where it is not."""
    one = members[slot]
    if which == SAYINGS:
        return pair(words, one.block + 4)
    if which == CITIZENS:
        return pair(words, one.block + 6)
    if not one.leads:
        return unsigned(0)
    if not marked(words, one.block, SPOT):
        return address_key(cases[one.case].class_code, words, one.block)
    return cell_of(cases[one.case].class_code, degrees(words, one.block, 0), degrees(words, one.block, 1))


@part
def beyond(members: Table, newest: int) -> int:
    """The oldest member of a ring that has more than LAST beside its leader; NOBODY where it has not."""
    others, oldest = 0, NOBODY
    while newest:
        if not members[newest - 1].leads:
            others, oldest = others + 1, newest - 1
        newest = members[newest - 1].older
    return oldest if others > LAST else NOBODY
