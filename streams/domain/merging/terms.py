"""The terms of a text: adjacent pairs of tokens and words, hashed to buckets; the heaviest of them."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Table, kernel, part, signed, unsigned
from streams.domain.merging.reading import LAST_CHARACTER, Numbers

FIRST, SECOND, SHIFT = unsigned(0x9E3779B97F4A7C15), unsigned(0xC2B2AE3D27D4EB4F), unsigned(44)
HEAVIEST = 255
FREE = np.uint32(0xFFFF_FFFF)
HEAVY = 1 << 10  # weights from here on are told apart by sorting alone
_BITS = 20
_LOWER = (1 << _BITS) - 1
Counted = NDArray[np.uint32]


@kernel
def read_terms(tokens: Numbers, found: Counted) -> int:
    """Fill `found`, twice as long, with the buckets of all adjacent pairs, then of each word of more than a character.

    Returns how many there are.
    """
    filled = max(0, tokens.shape[0] - 1)
    for at in range(filled):
        found[at] = pair_term(tokens[at], tokens[at + 1])
    for token in tokens:
        if token > LAST_CHARACTER:
            found[filled] = (token * SECOND) >> SHIFT
            filled += 1
    return filled


@part
def pair_term(first: int, second: int) -> int:
    """The bucket of two neighbours."""
    return (unsigned(first) * FIRST + unsigned(second) * SECOND) >> SHIFT


@kernel
def counting_table(tokens: int) -> Counted:
    """Room to count the terms of so many tokens: (term or FREE, how often) by hash."""
    size = 64
    while size < 4 * tokens:
        size *= 2
    table = np.empty((size, 2), np.uint32)
    table[:, 0] = FREE
    return table


@kernel
def count(tokens: Numbers, times: int, table: Counted) -> None:
    """Count each term of a text `times` times."""
    found = np.empty(2 * tokens.shape[0], np.uint32)
    last = table.shape[0] - 1
    for term in found[: read_terms(tokens, found)]:
        at = term & last
        while table[at, 0] != term and table[at, 0] != FREE:
            at = at + 1 & last
        table[at, 1] = times + (table[at, 1] if table[at, 0] == term else 0)
        table[at, 0] = term


@kernel
def heaviest(table: Counted, rarity: NDArray[np.uint8], common: int, best: Table) -> int:
    """Fill `best` with the heaviest terms by frequency x rarity, heaviest first, of equal ones the lower.

    Each is term x 256 + weight, and the heaviest weighs 255. A term below the rarity `common` says nothing.
    Returns how many there are.
    """
    keys, ranked = np.empty(table.shape[0], np.uint64), np.empty(best.shape[0], np.uint64)
    having = np.zeros(HEAVY + 1, np.int64)
    every, filled = 0, 0
    for at in range(table.shape[0]):
        term = table[at, 0]
        if term != FREE and rarity[term] >= common:
            weight = signed(table[at, 1]) * rarity[term]
            keys[every] = unsigned(weight << _BITS | _LOWER - term)
            having[min(weight, HEAVY)] += 1
            every += 1
    least = unsigned(_least(having, best.shape[0]) << _BITS)
    for key in keys[:every]:
        if key >= least:
            filled = _sort_in(ranked, filled, key)
    for at in range(filled):
        weight, most = signed(ranked[at]) >> _BITS, signed(ranked[0]) >> _BITS
        best[at] = (_LOWER - (signed(ranked[at]) & _LOWER)) << 8 | (HEAVIEST * weight + most - 1) // most
    return filled


@part
def _least(having: NDArray[np.int64], wanted: int) -> int:
    """The greatest weight that so many have, or more."""
    weight = having.shape[0] - 1
    while weight > 0 and having[weight] < wanted:
        wanted -= having[weight]
        weight -= 1
    return weight


@part
def _sort_in(keys: Numbers, filled: int, key: int) -> int:
    """Sort a key in, the greatest first; the last falls out where they are full."""
    if filled == keys.shape[0]:
        if key < keys[filled - 1]:
            return filled
        filled -= 1
    at = filled
    while at > 0 and keys[at - 1] < key:
        keys[at] = keys[at - 1]
        at -= 1
    keys[at] = key
    return filled + 1
