"""How alike two reports are: the kernels of the score."""

from math import exp, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.addresses import same_address
from streams.domain.merging.codes import in_common
from streams.domain.merging.kernel import Words, among, kernel, part, signed, unsigned
from streams.domain.merging.packed import address_at, codes_at, codes_of, count_of, moment, names_at, pair, terms_at
from streams.domain.merging.terms import read_terms
from streams.domain.merging.topics import same_topic

MILLION = 1_000_000
DAY = 86_400_000  # milliseconds
MOST_PLACES = 2
HIDDEN = 512  # more than the terms of the places of two reports
_TABLE = 256  # five times the terms of a sketch
_LAST = _TABLE - 1
Terms = NDArray[np.uint32]
Weighed = NDArray[np.int32]
Parts = tuple[float, float, float, float, float, float, float]
"""The matter's likeness, shared places, ln(1 + days), the topic's likeness, one citizen, shared terms, rare ones."""


@kernel
def weigh(asked: Words) -> Weighed:
    """The terms of a sketch by hash: term + 1, weight; behind them, in the last row, the sum of all squares."""
    table = np.zeros((_TABLE + 1, 2), np.int32)
    start = terms_at(asked, 0)
    for word in asked[start : start + count_of(asked, 0, 0)]:
        term, weight = signed(word) >> 8, signed(word) & 255
        at = term & _LAST
        while table[at, 0]:
            at = at + 1 & _LAST
        table[at, 0], table[at, 1] = term + 1, weight
        table[_TABLE, 1] += weight * weight
    return table


@kernel
def probability(
    asked: Words, weighed: Weighed, words: Words, base: int, hidden: Terms, logistic: NDArray[np.float64]
) -> int:
    """The probability, in millionths, that two reports tell of one problem. `hidden` is paper."""
    odds, at = logistic[0], 1
    for one in parts(asked, weighed, words, base, hidden):
        odds += logistic[at] * one
        at += 1
    return int(MILLION / (1 + exp(-odds)) + 0.5)


@kernel
def parts(asked: Words, weighed: Weighed, words: Words, base: int, hidden: Terms) -> Parts:
    """What two reports have in common. `hidden` is paper."""
    shared, many = _shared(asked, words, base, hidden)
    days = abs(moment(asked, 0) - moment(words, base)) / DAY
    common, rare = same_codes(asked, words, base)
    return (
        cosine(weighed, words, base, hidden[:many]),
        float(min(MOST_PLACES, shared)),
        log1p(days),
        same_topic(asked, words, base),
        1.0 if same_citizen(asked, words, base) else 0.0,
        float(common),
        float(rare),
    )


@part
def same_citizen(asked: Words, words: Words, base: int) -> bool:
    """Whether one citizen sent both reports."""
    citizen = pair(asked, 6)
    return citizen != 0 and citizen == pair(words, base + 6)


@part
def same_codes(asked: Words, words: Words, base: int) -> tuple[int, int]:
    """How many codes of their bodies two sketches share, and how many of these are rare."""
    mine, yours = codes_of(asked, 0), codes_of(words, base)
    return in_common(asked, codes_at(asked, 0), mine, words, codes_at(words, base), yours)


@kernel
def cosine(weighed: Weighed, words: Words, base: int, hidden: Terms) -> float:
    """How alike two texts are, 0 to 1, as if neither had the terms `hidden`, each of which is in it once.

    Integers but for the last line, so that the order of the terms is nothing to the result.
    """
    dot, mine, yours = 0, signed(weighed[_TABLE, 1]), 0
    for term in hidden:
        mine -= _weight(weighed, term) ** 2
    start = terms_at(words, base)
    for word in words[start : start + count_of(words, base, 0)]:
        term, weight = signed(word) >> 8, signed(word) & 255
        if not among(term, hidden):
            yours += weight * weight
            dot += weight * _weight(weighed, term)
    return dot / sqrt(mine * yours) if dot else 0.0


@part
def hide_name(words: Words, at: int, hidden: Terms, many: int) -> int:
    """Add the terms of a name to those that are hidden; how many there are then."""
    name, letters = pair(words, at), np.empty(4, np.uint64)
    for i in range(4):
        letters[i] = name >> unsigned(48 - 16 * i) & unsigned(0xFFFF)
    return _hide(letters[: 4 if letters[3] else 3], hidden, many)


@part
def hide_address(words: Words, base: int, hidden: Terms, many: int) -> int:
    """Add the terms of an address to those that are hidden; how many there are then."""
    tokens, at = np.empty(count_of(words, base, 3), np.uint64), address_at(words, base)
    for i in range(tokens.shape[0]):
        tokens[i] = pair(words, at + 2 * i)
    return _hide(tokens, hidden, many)


@part
def has_name(words: Words, base: int, name: int) -> bool:
    """Whether a sketch has a name."""
    found, start = False, names_at(words, base)
    for at in range(count_of(words, base, 1)):
        found = found or pair(words, start + 2 * at) == name
    return found


@part
def _shared(asked: Words, words: Words, base: int, hidden: Terms) -> tuple[int, int]:
    """How many places both have, and how many terms of those places stand in `hidden` now."""
    shared, many, start = 0, 0, names_at(asked, 0)
    for at in range(start, start + 2 * count_of(asked, 0, 1), 2):
        if has_name(words, base, pair(asked, at)):
            shared, many = shared + 1, hide_name(asked, at, hidden, many)
    if same_address(asked, 0, words, base):
        shared, many = shared + 1, hide_address(asked, 0, hidden, many)
    return shared, many


@part
def _hide(tokens: NDArray[np.uint64], hidden: Terms, many: int) -> int:
    terms = np.empty(2 * tokens.shape[0], np.uint32)
    for term in terms[: read_terms(tokens, terms)]:
        if not among(term, hidden[:many]):
            hidden[many] = term
            many += 1
    return many


@part
def _weight(weighed: Weighed, term: int) -> int:
    """The weight of a term in the sketch that was weighed; 0 where it has none."""
    at = term & _LAST
    while weighed[at, 0] and weighed[at, 0] != term + 1:
        at = at + 1 & _LAST
    return signed(weighed[at, 1])
