"""Postings: of each heavy term the members that have it, in the order in which they joined; kernels.

`lists[term]` is the block of its slots in the pool, how many there are, and how many of them are GONE: the places of
those that have left, of which there are never more than of the others.
"""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Table, Words, kernel, part
from streams.domain.merging.packed import count_of, terms_at
from streams.domain.merging.pool import Books, class_of, give, room_of, take

HEAVY = 16  # so many of a member's terms are in postings
GONE = np.uint32(2**32 - 1)
ROOMY = 8  # a list does not get a larger block while one in so many is gone
Lists = NDArray[np.int32]


@part
def heavy_of(words: Words, base: int) -> int:
    """How many heavy terms a sketch has."""
    return min(HEAVY, count_of(words, base, 0))


@part
def needed(lists: Lists, words: Words, base: int) -> int:
    """How many words of the pool it may take to file a member under the heavy terms of its sketch."""
    total, at = 0, terms_at(words, base)
    for rank in range(heavy_of(words, base)):
        many = lists[words[at + rank] >> 8, 1]
        if not many or class_of(many) != class_of(many + 1):
            total += room_of(many + 1)
    return total


@kernel
def file(words: Words, books: Books, lists: Lists, base: int, slot: int) -> None:
    """File a member under the heavy terms of its sketch: of all members it is the last to join."""
    at = terms_at(words, base)
    for rank in range(heavy_of(words, base)):
        term = words[at + rank] >> 8
        many, gone = lists[term, 1], lists[term, 2]
        if many and ROOMY * gone >= many and class_of(many) != class_of(many + 1):
            _sweep(words, books, lists, term)
        _lengthen(words, books, lists, term)
        words[lists[term, 0] + lists[term, 1] - 1] = slot


@kernel
def unfile(words: Words, books: Books, lists: Lists, members: Table, base: int, slot: int) -> None:
    """Take a member out again. Its places stay behind, as GONE, until half of a list is."""
    at, joined = terms_at(words, base), members[slot].joined
    for rank in range(heavy_of(words, base)):
        term = words[at + rank] >> 8
        block, many = lists[term, 0], lists[term, 1]
        words[block + _place(words[block : block + many], members, joined)] = GONE
        lists[term, 2] += 1
        if 2 * lists[term, 2] > many:
            _sweep(words, books, lists, term)


@part
def _place(slots: Words, members: Table, joined: int) -> int:
    """Where the member that joined then stands among those of a term."""
    low, high = 0, slots.shape[0] - 1
    while True:
        middle = (low + high) // 2
        at = middle
        while at < high and slots[at] == GONE:
            at += 1
        if slots[at] == GONE or members[slots[at]].joined > joined:
            high = middle - 1
        elif members[slots[at]].joined < joined:
            low = at + 1
        else:
            return at


@part
def _sweep(words: Words, books: Books, lists: Lists, term: int) -> None:
    """Let those that stay in the list of a term close up."""
    block, kept = lists[term, 0], 0
    for at in range(block, block + lists[term, 1]):
        if words[at] != GONE:
            words[block + kept] = words[at]
            kept += 1
    lists[term, 2] = 0
    while lists[term, 1] > kept:
        _shorten(words, books, lists, term)


@part
def _lengthen(words: Words, books: Books, lists: Lists, term: int) -> None:
    """Let the list of a term have one member more; those that it has stay. Its block is always of their size."""
    block, had = lists[term, 0], lists[term, 1]
    if not had or class_of(had) != class_of(had + 1):
        moved = take(words, books, had + 1)
        for at in range(had):
            words[moved + at] = words[block + at]
        if had:
            give(words, books, block, had)
        lists[term, 0] = moved
    lists[term, 1] = had + 1


@part
def _shorten(words: Words, books: Books, lists: Lists, term: int) -> None:
    """Take the last off the list of a term. What is then more than its size is freed: that takes no room."""
    block, had = lists[term, 0], lists[term, 1]
    if had == 1:
        give(words, books, block, 1)
    elif class_of(had) != class_of(had - 1):
        kept = room_of(had - 1)
        give(words, books, block + kept, room_of(had) - kept)
    lists[term, 1] = had - 1
