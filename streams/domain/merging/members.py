"""How members and cases come and go; kernels. See `seats` for what stands where."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.chains import EVERY, Heads, unchain
from streams.domain.merging.kernel import Table, Words, kernel
from streams.domain.merging.packed import size_of
from streams.domain.merging.pool import Books, give, room_of
from streams.domain.merging.postings import Lists, needed, unfile
from streams.domain.merging.seats import NOBODY, beyond, has_room, keep, key, seat, unseat

FULL = -2
Slots = NDArray[np.int32]


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
    """Put a member, in place of what was in its slot, into the ring of its case: it is the last to join.

    The slot that left the ring for it, or NOBODY; FULL where the pool must grow by the last entry of `books` first.
    """
    remove(slot, members, cases, words, books, lists, heads)
    size = size_of(sketch, 0)
    if not has_room(words, books, room_of(size) + needed(lists, sketch, 0)):
        return FULL
    keep(members, words, books, slot, sketch[:size])
    seat(slot, case, leads, members, cases, words, books, lists, heads)
    gone = beyond(members, cases[case].newest)
    if gone != NOBODY:
        remove(gone, members, cases, words, books, lists, heads)
    return gone


@kernel
def hold(
    slots: Slots,
    sketches: Words,
    members: Table,
    cases: Table,
    words: Words,
    books: Books,
    lists: Lists,
    heads: Heads,
) -> int:
    """Keep the sketches, one behind the other, of members that are to join, in place of what was in their slots.

    Returns how many are kept: all but where the pool must grow first.
    """
    base = 0
    for at in range(slots.shape[0]):
        size = size_of(sketches, base)
        if not has_room(words, books, room_of(size)):
            return at
        remove(slots[at], members, cases, words, books, lists, heads)
        keep(members, words, books, slots[at], sketches[base : base + size])
        base += size
    return slots.shape[0]


@kernel
def join(every: Table, members: Table, cases: Table, words: Words, books: Books, lists: Lists, heads: Heads) -> int:
    """Put those members of `every` (see JOINING) whose sketches are held into their rings, which have room for all.

    They join in this order. Returns how many have been looked at: all but where the pool must grow first.
    """
    for at in range(every.shape[0]):
        one = every[at]
        block = members[one.slot].block
        if block and not members[one.slot].joined:
            if not has_room(words, books, needed(lists, words, block)):
                return at
            seat(one.slot, one.case, one.leads, members, cases, words, books, lists, heads)
    return every.shape[0]


@kernel
def remove(slot: int, members: Table, cases: Table, words: Words, books: Books, lists: Lists, heads: Heads) -> None:
    """Take a member out of its ring, and let its sketch go; one that has none is no error."""
    one = members[slot]
    if one.joined:
        for which in EVERY:
            unchain(members, heads, which, key(members, cases, words, slot, which), slot)
        unfile(words, books, lists, members, one.block, slot)
        unseat(members, cases, slot)
    if one.block:
        give(words, books, one.block, size_of(words, one.block))
        one.block = 0


@kernel
def discard(case: int, members: Table, cases: Table, words: Words, books: Books, lists: Lists, heads: Heads) -> None:
    """Take all members of a case out of its ring."""
    while cases[case].newest:
        remove(cases[case].newest - 1, members, cases, words, books, lists, heads)
