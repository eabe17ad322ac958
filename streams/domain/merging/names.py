"""Where a text says it is: names that end in a place word, and the administrative district; kernels.

A name is its stem of two characters and its place word, in 64 bits: the code points, 16 bits each, stem first, 0 where
the place word is a single character.
"""

import numpy as np

from streams.domain.merging.alphabet import (
    AREA,
    BEGINS_A_LONG_WORD,
    CITY,
    COUNTY,
    DIGIT,
    ENDS_A_NAME,
    IDEOGRAPH,
    IN_NO_NAME,
    LONG,
    NO_DISTRICT,
    PROVINCE,
    Kinds,
)
from streams.domain.merging.kernel import Codes, kernel, part, unsigned
from streams.domain.merging.reading import Numbers, kind_of

SMALL_A, SMALL_Z = 97, 122
STEM = 2  # characters before the place word
LONG_WORDS = np.array(list(map(ord, LONG)), np.uint32).reshape(-1, 2)
BITS = unsigned(16)


@kernel
def read_names(codes: Codes, kinds: Kinds, found: Numbers) -> int:
    """Fill `found`, as long as the text, with every name in it, in their order; returns how many there are.

    A tail is short on purpose: it is the same whatever stands before the name. Administrative names are no places.
    """
    filled = 0
    plain = kinds_of(codes, kinds)
    hide_administrative(codes, plain)
    for at in range(codes.shape[0] - STEM):
        if plain[at] & plain[at + 1] & IDEOGRAPH and not (plain[at] | plain[at + 1]) & IN_NO_NAME:
            long = plain[at + STEM] & BEGINS_A_LONG_WORD and plain[at + 3] and _is_long(codes, at + STEM)
            if long or (plain[at + STEM] & ENDS_A_NAME and not _is_long(codes, at + 1)):
                found[filled] = _name(codes[at : at + (4 if long else 3)])
                filled += 1
    return filled


@kernel
def find_district(codes: Codes, kinds: Kinds) -> tuple[int, int]:
    """Begin and end of the first district or county that a text names; 0, 0 where it names none.

    A letter, digits and 区, 县 or 市; or two or three characters and 区 or 县, not within other Chinese.
    """
    plain, at = kinds_of(codes, kinds), 0
    while at < codes.shape[0]:
        end = at
        if (plain[at + STEM] | plain[at + STEM + 1]) & (AREA | COUNTY):
            end = _spelt_out(plain, at)
        if end == at and plain[at + 1] & DIGIT and SMALL_A <= codes[at] <= SMALL_Z:
            end = _lettered(plain, at)
        if end > at and not (plain[end - 1] & AREA and plain[end - 2] & NO_DISTRICT):
            return at, end
        at = max(end, at + 1)
    return 0, 0


@part
def kinds_of(codes: Codes, kinds: Kinds) -> Kinds:
    """What each character of a text is, and nothing for some places behind it."""
    plain = np.zeros(codes.shape[0] + 2 * STEM, np.uint16)
    for at in range(codes.shape[0]):
        plain[at] = kind_of(codes[at], kinds)
    return plain


@part
def _lettered(plain: Kinds, at: int) -> int:
    """The end of a letter, digits and 区, 县 or 市; `at` where there is none."""
    end = at + 1
    while plain[end] & DIGIT:
        end += 1
    return end + 1 if plain[end] & (AREA | COUNTY | CITY) else at


@part
def _spelt_out(plain: Kinds, at: int) -> int:
    """The end of three characters, or two, and 区 or 县; `at` where there is none, or where it is in a longer word."""
    if at > 0 and plain[at - 1] & IDEOGRAPH and not plain[at - 1] & (CITY | PROVINCE):
        return at
    if plain[at] & plain[at + 1] & IDEOGRAPH:
        if plain[at + STEM] & IDEOGRAPH and plain[at + STEM + 1] & (AREA | COUNTY):
            return at + STEM + 2
        if plain[at + STEM] & (AREA | COUNTY):
            return at + STEM + 1
    return at


@part
def hide_administrative(codes: Codes, plain: Kinds) -> None:
    """Administrative names are no places: a letter, digits and 区, 县 or 市; two characters and 省."""
    at = 0
    while at < codes.shape[0]:
        end = at
        if SMALL_A <= codes[at] <= SMALL_Z:
            end = at + 1
            while end < codes.shape[0] and ord("0") <= codes[end] <= ord("9"):
                end += 1
            end = end + 1 if plain[end] & (AREA | COUNTY | CITY) else at
        elif plain[at] & plain[at + 1] & IDEOGRAPH and at + STEM < codes.shape[0] and plain[at + STEM] & PROVINCE:
            end = at + STEM + 1
        plain[at:end] = 0
        at = max(end, at + 1)


@part
def _is_long(codes: Codes, at: int) -> bool:
    found = False
    for row in range(LONG_WORDS.shape[0]):
        found = found or (codes[at] == LONG_WORDS[row, 0] and codes[at + 1] == LONG_WORDS[row, 1])
    return found


@part
def _name(codes: Codes) -> int:
    name = unsigned(0)
    for at in range(4):
        name = name << BITS | unsigned(codes[at] if at < codes.shape[0] else 0)
    return name
