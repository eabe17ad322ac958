"""What forbids that two reports tell of one problem, however alike they are; kernels."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.addresses import same_address
from streams.domain.merging.alphabet import SHORT
from streams.domain.merging.kernel import Words, kernel, part, unsigned
from streams.domain.merging.likeness import (
    HIDDEN,
    Weighed,
    cosine,
    has_name,
    hide_address,
    hide_name,
    same_citizen,
    same_codes,
)
from streams.domain.merging.packed import (
    ADDRESS_WORDS,
    FIRM,
    HINT,
    NAMES,
    SPOT,
    address_at,
    codes_of,
    count_of,
    degrees,
    letter,
    letters_of,
    marked,
    names_at,
    pair,
)
from streams.domain.merging.spot import centimetres

NEAR_COPY = 0.8  # from here on, all places left out, a text is reused, and one place swapped in it is a conflict
FAR = 2_000.0  # metres
_STEMS = 2 * (NAMES + ADDRESS_WORDS)
_PLACE_WORDS = np.array(list(map(ord, SHORT)), np.uint64)
_CODE = unsigned(0xFFFF)
Stems = NDArray[np.uint64]


@kernel
def conflict(asked: Words, weighed: Weighed, words: Words, base: int) -> bool:
    """True where district, coordinates or named places say that two reports tell of two problems.

    Coordinates always do; but one citizen may write of one problem under two names.
    """
    if far_apart(asked, 0, words, base, FAR):
        return True
    if same_citizen(asked, words, base):
        return False
    firm = marked(asked, 0, FIRM) and marked(words, base, FIRM)
    if firm and districts_differ(asked, 0, words, base):
        return True
    return names_differ(asked, weighed, words, base)


@part
def names_differ(asked: Words, weighed: Weighed, words: Words, base: int) -> bool:
    """True where each names places of its own, and they share nothing, or the text is one text used again."""
    mine, yours = np.empty(_STEMS, np.uint64), np.empty(_STEMS, np.uint64)
    my_stems, some_shared = _own_stems(asked, 0, words, base, mine)
    your_stems, others_shared = _own_stems(words, base, asked, 0, yours)
    if not my_stems or not your_stems or not _disjoint(mine[:my_stems], yours[:your_stems]):
        return False
    if not some_shared and not others_shared:
        return True
    least = min(codes_of(asked, 0), codes_of(words, base))
    if least and 2 * same_codes(asked, words, base)[0] >= least:
        return True
    hidden = np.empty(HIDDEN, np.uint32)
    many = _hide_places(words, base, hidden, _hide_places(asked, 0, hidden, 0))
    return cosine(weighed, words, base, hidden[:many]) >= NEAR_COPY


@part
def districts_differ(one: Words, base: int, other: Words, other_base: int) -> bool:
    """True where both are known, of one kind, and neither lies within the other (codes nest by prefix)."""
    shorter = min(letters_of(one, base), letters_of(other, other_base))
    differ = False
    if marked(one, base, HINT) == marked(other, other_base, HINT):
        for at in range(shorter):
            differ = differ or letter(one, base, at) != letter(other, other_base, at)
    return differ


@part
def far_apart(one: Words, base: int, other: Words, other_base: int, limit: float) -> bool:
    """True where both points are known and more than `limit` metres lie between them."""
    if not marked(one, base, SPOT) or not marked(other, other_base, SPOT):
        return False
    here = degrees(one, base, 0), degrees(one, base, 1)
    return centimetres(*here, degrees(other, other_base, 0), degrees(other, other_base, 1)) > 100 * limit


@part
def elsewhere(one: Words, base: int, other: Words, other_base: int, limit: float) -> bool:
    """True where both have points and lie apart, or both have addresses alone and these differ."""
    addressed = count_of(one, base, 3) > 0 and count_of(other, other_base, 3) > 0
    if addressed and not same_address(one, base, other, other_base):
        return True
    return far_apart(one, base, other, other_base, limit)


@part
def _own_stems(words: Words, base: int, others: Words, other_base: int, stems: Stems) -> tuple[int, bool]:
    """Fill `stems` with what tells names apart, of the names that the title gives (or else all) and the other has not.

    Those are the characters before the place word (not 园 in 花园小区), and the words of an address: so two spellings
    of one name (中茂城, 中贸城) are not told apart. Returns how many, and whether the other has any of these names.
    """
    titled, filled, shared = count_of(words, base, 2), 0, False
    start = names_at(words, base)
    for at in range(start, start + 2 * (titled if titled else count_of(words, base, 1)), 2):
        name = pair(words, at)
        if has_name(others, other_base, name):
            shared = True
        else:
            filled = _put_stem(stems, filled, name >> unsigned(48))
            filled = _put_stem(stems, filled, name >> unsigned(32) & _CODE)
    if not titled and count_of(words, base, 3):
        if same_address(words, base, others, other_base):
            return filled, True
        for at in range(count_of(words, base, 3)):
            filled = _put_stem(stems, filled, pair(words, address_at(words, base) + 2 * at))
    return filled, shared


@part
def _put_stem(stems: Stems, filled: int, stem: int) -> int:
    for place_word in _PLACE_WORDS:
        if stem == place_word:
            return filled
    stems[filled] = stem
    return filled + 1


@part
def _disjoint(one: Stems, other: Stems) -> bool:
    apart = True
    for mine in one:
        for yours in other:
            apart = apart and mine != yours
    return apart


@part
def _hide_places(words: Words, base: int, hidden: NDArray[np.uint32], many: int) -> int:
    start = names_at(words, base)
    for at in range(start, start + 2 * count_of(words, base, 1), 2):
        many = hide_name(words, at, hidden, many)
    return hide_address(words, base, hidden, many)
