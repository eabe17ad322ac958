"""Where a text names places: the kernel of the place keys."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import kernel

HAN, ENDS_A_NAME, IN_NO_NAME, DISTRICT, PROVINCE = 1, 2, 4, 8, 16
"""Kinds of characters: Chinese; a place word; never in a name; the last of an administrative name, of a province."""
SMALL_A, SMALL_Z, ZERO, NINE = 97, 122, 48, 57
STEM = 2  # characters before the place word

Codes = NDArray[np.uint32]
Kinds = NDArray[np.uint8]


@kernel
def names_in(codes: Codes, kinds: Kinds, long_words: NDArray[np.uint32], found: NDArray[np.int32]) -> int:
    """Fill `found`, as long as the text, with begin and end of every name: two characters and a place word.

    `kinds` is by code point; `long_words` has two code points a row. Returns how many there are.
    """
    filled = 0
    plain = np.zeros(codes.shape[0] + STEM, np.uint8)
    for at in range(codes.shape[0]):
        if codes[at] < kinds.shape[0]:
            plain[at] = kinds[codes[at]]
    _hide_administrative(codes, plain)
    for at in range(codes.shape[0] - STEM):
        if plain[at] & plain[at + 1] & HAN and not (plain[at] | plain[at + 1]) & IN_NO_NAME:
            long = plain[at + 3] & HAN and _is_long(codes, at + STEM, long_words)
            if long or (plain[at + STEM] & ENDS_A_NAME and not _is_long(codes, at + 1, long_words)):
                found[filled] = at, at + STEM + (2 if long else 1)
                filled += 1
    return filled


@kernel
def _hide_administrative(codes: Codes, plain: Kinds) -> None:
    """Administrative names are no places: a letter, digits and 区, 县 or 市; two characters and 省."""
    at = 0
    while at < codes.shape[0]:
        end = at
        if SMALL_A <= codes[at] <= SMALL_Z:
            end = at + 1
            while end < codes.shape[0] and ZERO <= codes[end] <= NINE:
                end += 1
            end = end + 1 if plain[end] & DISTRICT else at
        elif plain[at] & HAN and plain[at + 1] & HAN and at + STEM < codes.shape[0] and plain[at + STEM] & PROVINCE:
            end = at + STEM + 1
        plain[at:end] = 0
        at = max(end, at + 1)


@kernel
def _is_long(codes: Codes, at: int, long_words: NDArray[np.uint32]) -> bool:
    found = False
    for row in range(long_words.shape[0]):
        found = found or (codes[at] == long_words[row, 0] and codes[at + 1] == long_words[row, 1])
    return found
