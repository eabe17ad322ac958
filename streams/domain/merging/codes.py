"""Terms as codes of 16 bits, sorted: what two texts have in common of them; kernels.

A code is 15 bits of the term's hash, then whether the term is rare. Two terms rarely have one code: it costs little.
"""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Words, part, signed, unsigned

_SPREAD, _SHIFT, _BITS = unsigned(0x9E3779B1), unsigned(5), unsigned(0x7FFF)
_CODE = 0xFFFF
Codes16 = NDArray[np.uint16]


@part
def code_of(term: int, rare: bool) -> int:
    """The code of a term."""
    return signed(unsigned(term) * _SPREAD >> _SHIFT & _BITS) << 1 | rare


@part
def put_codes(sketch: Words, start: int, codes: Codes16) -> int:
    """Write codes, sorted, two a word; where they end."""
    for at in range(1, codes.shape[0]):
        one, place = codes[at], at
        while place > 0 and codes[place - 1] > one:
            codes[place] = codes[place - 1]
            place -= 1
        codes[place] = one
    for at in range(codes.shape[0]):
        if at % 2:
            sketch[start + at // 2] |= np.uint32(signed(codes[at]) << 16)
        else:
            sketch[start + at // 2] = np.uint32(codes[at])
    return start + (codes.shape[0] + 1) // 2


@part
def in_common(one: Words, start: int, many: int, other: Words, other_start: int, other_many: int) -> tuple[int, int]:
    """How many codes two sorted lists have in common, and how many of these are rare."""
    common, rare, mine, yours = 0, 0, 0, 0
    while mine < many and yours < other_many:
        code, other_code = _code(one, start, mine), _code(other, other_start, yours)
        if code == other_code:
            common, rare = common + 1, rare + (code & 1)
        mine, yours = mine + (code <= other_code), yours + (code >= other_code)
    return common, rare


@part
def _code(words: Words, start: int, at: int) -> int:
    return signed(words[start + at // 2]) >> 16 * (at % 2) & _CODE
