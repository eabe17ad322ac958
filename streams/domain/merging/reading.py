"""A text as numbers: its spelling, its tokens; kernels."""

import numpy as np
import xxhash
from numpy.typing import NDArray

from streams.domain.merging.alphabet import (
    AFTER_UNFIRED,
    BEFORE_UNFIRED,
    HAN,
    KNOWN,
    LONGER,
    SPELT,
    UNFIRED,
    UNSURE,
    WORD,
    Kinds,
    Spelling,
)
from streams.domain.merging.hashing import LONGEST, xxh3
from streams.domain.merging.kernel import Codes, kernel, part, signed, unsigned
from streams.domain.merging.normalise import ENGLISH_STOPS

MANY = unsigned(1 << 63)
LAST_CHARACTER = unsigned(0x10FFFF)
_BAKED = ord(UNFIRED)
Numbers = NDArray[np.uint64]
Bytes = NDArray[np.uint8]


def word_number(word: str) -> int:
    """64 bits that no single character has; of a word over 128 bytes the first 128 count."""
    return int(xxhash.xxh3_64_intdigest(word.encode()[:LONGEST])) | 1 << 63


STOPS = np.array([ord(word) if len(word) == 1 else word_number(word) for word in ENGLISH_STOPS], np.uint64)


@kernel
def spell(raw: Codes, table: Spelling, kinds: Kinds, spelt: Codes) -> int:
    """Fill `spelt`, three times as long, with the normalised text; its length, or -1 where the table cannot tell."""
    filled = 0
    for code in raw:
        one = table[code] if code < SPELT else UNSURE
        if one == UNSURE:
            return -1
        if one & LONGER:
            row = one & ~LONGER
            for at in range(row + 1, row + 1 + table[row]):
                spelt[filled] = table[at]
                filled += 1
        else:
            spelt[filled] = one
            filled += 1
    return -1 if _unfired(spelt[:filled], kinds) else filled


@part
def kind_of(code: int, kinds: Kinds) -> int:
    """What a character is."""
    return signed(kinds[code]) if code < KNOWN else 0


@kernel
def read_tokens(codes: Codes, kinds: Kinds, tokens: Numbers) -> int:
    """Fill `tokens`, as long as the text, with what names each: the code point of a Han character, a word's number.

    English stop words are left out. Returns how many there are.
    """
    buffer = np.empty(LONGEST + 4, np.uint8)
    filled, at = 0, 0
    while at < codes.shape[0]:
        kind, end = kind_of(codes[at], kinds), at + 1
        number = unsigned(codes[at])
        if kind & WORD:
            while end < codes.shape[0] and kind_of(codes[end], kinds) & WORD:
                end += 1
            number = _number(codes[at:end], buffer)
        if kind & (HAN | WORD) and not (kind & WORD and _is_stop(number)):
            tokens[filled] = number
            filled += 1
        at = end
    return filled


@part
def encode(codes: Codes, buffer: Bytes, size: int) -> int:
    """Write a text behind the first `size` bytes of a buffer, as UTF-8, while less than LONGEST are in it.

    Returns how many bytes there are then.
    """
    for code in codes:
        if size < LONGEST:
            size = _encode_one(code, buffer, size)
    return min(size, LONGEST)


@part
def _encode_one(code: int, buffer: Bytes, size: int) -> int:
    if code < 0x80:  # noqa: PLR2004 - the code points at which UTF-8 takes one more byte
        buffer[size] = code
        return size + 1
    more = 1 + (code >= 0x800) + (code >= 0x10000)  # noqa: PLR2004
    lead = 0xC0 if more == 1 else 0xE0 if more == 2 else 0xF0  # noqa: PLR2004
    buffer[size] = lead | code >> 6 * more
    for at in range(1, more + 1):
        buffer[size + at] = 0x80 | code >> 6 * (more - at) & 0x3F
    return size + 1 + more


@part
def _number(word: Codes, buffer: Bytes) -> int:
    if word.shape[0] == 1:
        return unsigned(word[0])
    return xxh3(buffer, encode(word, buffer, 0)) | MANY


@part
def _is_stop(number: int) -> bool:
    found = False
    for stop in STOPS:
        found = found or stop == number
    return found


@part
def _unfired(codes: Codes, kinds: Kinds) -> bool:
    found = False
    for at in range(codes.shape[0]):
        if codes[at] == _BAKED:
            before = at > 0 and kind_of(codes[at - 1], kinds) & BEFORE_UNFIRED != 0
            after = at + 1 < codes.shape[0] and kind_of(codes[at + 1], kinds) & AFTER_UNFIRED != 0
            found = found or before or after
    return found
