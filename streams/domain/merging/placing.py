"""The names of places, and addresses, that go into a sketch; kernels."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.alphabet import Kinds
from streams.domain.merging.hashing import LONGEST, xxh3
from streams.domain.merging.kernel import Codes, Words, part, signed, unsigned
from streams.domain.merging.names import BITS, read_names
from streams.domain.merging.packed import ADDRESS_WORDS, NAMES, pair, put_pair
from streams.domain.merging.reading import Numbers, encode, read_tokens
from streams.domain.merging.weights import BUCKETS, PLACE

RARE_PLACE = 153  # of 255: what 1 in 130 texts names (市政府, 人民医院, 幼儿园) is no place
_PLACE = np.frombuffer(PLACE.encode(), np.uint8)
_ASCII = 128
_CODE = unsigned(0xFFFF)
Rarity = NDArray[np.uint8]


@part
def put_names(
    sketch: Words, start: int, title: Codes, body: Codes, address: Codes, kinds: Kinds, rarity: Rarity
) -> tuple[int, int]:
    """Write the rare names of these texts, each once, those of the title first; how many, and how many of the title."""
    found = np.empty(max(title.shape[0], body.shape[0], address.shape[0]), np.uint64)
    filled = _put(sketch, start, 0, found[: read_names(title, kinds, found)], rarity)
    titled = filled
    filled = _put(sketch, start, filled, found[: read_names(body, kinds, found)], rarity)
    return _put(sketch, start, filled, found[: read_names(address, kinds, found)], rarity), titled


@part
def put_address(sketch: Words, start: int, address: Codes, kinds: Kinds, tokens: Numbers, whole: bool) -> int:
    """Write the words of an address that names no place but as a whole; how many. A single word says too little.

    In Chinese a character is a word, and an address counts as a `whole` only where nothing else does.
    """
    words = read_tokens(address, kinds, tokens) if whole or _is_ascii(address) else 0
    words = min(words, ADDRESS_WORDS) if words > 1 else 0
    for at in range(words):
        put_pair(sketch, start + 2 * at, tokens[at])
    return words


@part
def _put(sketch: Words, start: int, filled: int, names: NDArray[np.uint64], rarity: Rarity) -> int:
    for name in names:
        known = filled == NAMES
        for at in range(filled):
            known = known or pair(sketch, start + 2 * at) == name
        if not known and rarity[_bucket(name)] >= RARE_PLACE:
            put_pair(sketch, start + 2 * filled, name)
            filled += 1
    return filled


@part
def _bucket(name: int) -> int:
    """See `weights.place_bucket`."""
    buffer = np.empty(LONGEST, np.uint8)
    buffer[: _PLACE.shape[0]] = _PLACE
    codes = np.empty(4, np.uint32)
    for at in range(4):
        codes[at] = name >> BITS * unsigned(3 - at) & _CODE
    size = encode(codes[: 4 if codes[3] else 3], buffer, _PLACE.shape[0])
    return signed(xxh3(buffer, size) & unsigned(BUCKETS - 1))


@part
def _is_ascii(text: Codes) -> bool:
    plain = True
    for code in text:
        plain = plain and code < _ASCII
    return plain
