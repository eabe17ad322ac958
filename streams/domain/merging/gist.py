"""What a report is about: the heaviest terms of its long body, and whether its title names a thing; kernels."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.alphabet import HAN, Kinds
from streams.domain.merging.codes import Codes16, code_of
from streams.domain.merging.kernel import Codes, kernel, signed
from streams.domain.merging.names import hide_administrative, kinds_of
from streams.domain.merging.packed import BODY_CODES
from streams.domain.merging.terms import Counted, heaviest, pair_term
from streams.domain.merging.weights import COMMON

LONG_BODY = 800  # characters of the body
RARE_IN_A_BODY = 205  # of 255: what 4 of 3,143 texts have, or fewer
RARE_IN_A_TITLE = 220  # what 2 of them have, or fewer: a name, more often than not
ENTITY = 2  # so many rare pairs name a firm, a line or a thing, which is as good as a place
Rarity = NDArray[np.uint8]


@kernel
def body_codes(counted: Counted, rarity: Rarity) -> Codes16:
    """The codes of the heaviest terms of a body, whose terms are counted."""
    best = np.empty(BODY_CODES, np.uint32)
    many = heaviest(counted, rarity, COMMON, best)
    codes = np.empty(many, np.uint16)
    for at in range(many):
        term = signed(best[at]) >> 8
        codes[at] = code_of(term, rarity[term] >= RARE_IN_A_BODY)
    return codes


@kernel
def names_a_thing(title: Codes, kinds: Kinds, rarity: Rarity) -> bool:
    """Whether a title has two rare pairs of neighbours or more, but for those of administrative names."""
    plain, found = kinds_of(title, kinds), 0
    hide_administrative(title, plain)
    for at in range(title.shape[0] - 1):
        if plain[at] & plain[at + 1] & HAN and rarity[pair_term(title[at], title[at + 1])] >= RARE_IN_A_TITLE:
            found += 1
    return found >= ENTITY
