"""Addresses that name a place as a whole; kernels."""

from streams.domain.merging.kernel import Words, part, unsigned
from streams.domain.merging.packed import address_at, count_of, pair

_FACTOR, _HALF = unsigned(0xC2B2AE3D27D4EB4F), unsigned(32)


@part
def address_key(class_code: int, words: Words, base: int) -> int:
    """A digest of a class and of a sketch's address; 0 where it has none."""
    key, many, at = unsigned(class_code), count_of(words, base, 3), address_at(words, base)
    for word in range(many):
        key = (key ^ pair(words, at + 2 * word)) * _FACTOR
        key ^= key >> _HALF
    return key | unsigned(1) if many else unsigned(0)


@part
def same_address(asked: Words, base: int, words: Words, other: int) -> bool:
    """Whether two sketches have the same address, word for word."""
    many = count_of(asked, base, 3)
    same = many > 0 and many == count_of(words, other, 3)
    mine, yours = address_at(asked, base), address_at(words, other)
    for at in range(2 * many if same else 0):
        same = same and asked[mine + at] == words[yours + at]
    return same
