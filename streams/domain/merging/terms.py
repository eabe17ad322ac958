"""The terms of a text: adjacent pairs of tokens and words, hashed to buckets; the kernels of the sketch."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import kernel
from streams.domain.merging.normalise import words as words_of

FIRST, SECOND, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(44)
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
LAST_CHARACTER = np.uint64(0x10FFFF)
HEAVIEST = 255
Numbers = NDArray[np.uint64]
Weights = NDArray[np.int64]


Text = tuple[NDArray[np.uint32], NDArray[np.int32], Numbers]
"""A normalised text in numbers: its code points, and where each word begins with what names it (0: a stop word).

A bare tuple: numba takes longer to look at a named one than to read a text.
"""


def text_of(text: str) -> Text:
    """A normalised text made ready for the kernels."""
    begins, numbers = words_of(text)
    return codes_of(text), np.array(begins, np.int32), np.array(numbers, np.uint64)


def codes_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def terms_of(text: str) -> list[int]:
    """The buckets of all adjacent pairs of tokens (character bigrams in Chinese), then of each longer word alone."""
    numbers = text_of(text)
    found = np.empty(2 * len(numbers[0]), np.uint64)
    terms: list[int] = found[: buckets(numbers, found)].tolist()
    return terms


@kernel
def buckets(text: Text, found: Numbers) -> int:
    """Fill `found`, twice as long as the text, as `terms_of` says; returns how many there are."""
    tokens = _tokens(text)
    filled = max(0, tokens.shape[0] - 1)
    for at in range(filled):
        found[at] = (tokens[at] * FIRST + tokens[at + 1] * SECOND) >> SHIFT
    for token in tokens:
        if token > LAST_CHARACTER:
            found[filled] = (token * SECOND) >> SHIFT
            filled += 1
    return int(filled)


@kernel
def heaviest(
    title: Text, times: int, body: Text, rarity: NDArray[np.uint8], common: int, terms: Numbers, weights: Weights
) -> int:
    """Fill `terms` with the heaviest terms by frequency x rarity, heaviest first, of equal ones the lower.

    The title counts `times` times; a term below the rarity `common` says nothing. The heaviest of `weights` is 255.
    Returns how many there are.
    """
    every = np.sort(np.concatenate((np.repeat(_terms(title), times), _terms(body))))
    filled, begin = 0, 0
    for end in range(1, every.shape[0] + 1):
        if end == every.shape[0] or every[end] != every[begin]:
            rare = rarity[every[begin]]
            if rare >= common:
                filled = _sort_in(terms, weights, filled, every[begin], (end - begin) * int(rare))
            begin = end
    weights[:filled] = (HEAVIEST * weights[:filled] + weights[0] - 1) // weights[0]
    return filled


@kernel
def _terms(text: Text) -> Numbers:
    found = np.empty(2 * text[0].shape[0], np.uint64)
    return found[: buckets(text, found)]


@kernel
def _tokens(text: Text) -> Numbers:
    """What names each token: a Han character's code point, or a word's number."""
    codes, begins, words = text
    found = np.empty(codes.shape[0], np.uint64)
    filled, word = 0, 0
    for at in range(codes.shape[0]):
        code = codes[at]
        if word < begins.shape[0] and begins[word] == at:
            found[filled] = words[word]
            filled += found[filled] > 0
            word += 1
        elif _is_han(code):
            found[filled] = code
            filled += 1
    return found[:filled]


@kernel
def _is_han(code: int) -> bool:
    """See `normalise.HAN`."""
    found = False
    for begin, end in HAN:
        found = found or begin <= code <= end
    return found


@kernel
def _sort_in(terms: Numbers, weights: Weights, filled: int, term: int, weight: int) -> int:
    """Sort a term in behind those of its weight; the last falls out where they are full."""
    at = filled
    while at > 0 and weights[at - 1] < weight:
        if at < terms.shape[0]:
            terms[at], weights[at] = terms[at - 1], weights[at - 1]
        at -= 1
    if at < terms.shape[0]:
        terms[at], weights[at] = term, weight
    return int(min(filled + 1, terms.shape[0]))
