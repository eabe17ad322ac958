"""What a report is about, beyond its heaviest terms: those of its long body, and what its title names; kernels."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.alphabet import HAN, Kinds
from streams.domain.merging.codes import Codes16, code_of
from streams.domain.merging.kernel import Codes, kernel, part, signed
from streams.domain.merging.names import STEM, hide_administrative
from streams.domain.merging.packed import BODY_CODES, TITLE_CODES
from streams.domain.merging.reading import kind_of
from streams.domain.merging.terms import Counted, heaviest, pair_term
from streams.domain.merging.weights import COMMON

LONG_BODY = 800  # characters of the body
RARE_IN_A_BODY = 205  # of 255: what 4 of 3,143 texts have, or fewer
RARE_IN_A_TITLE = 220  # what 2 of them have, or fewer: a name, more often than not
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
def title_codes(title: Codes, kinds: Kinds, rarity: Rarity) -> Codes16:
    """The codes of the rare pairs of neighbours in a title, but for those of administrative names; each once."""
    codes, filled = np.empty(TITLE_CODES, np.uint16), 0
    plain = np.zeros(title.shape[0] + STEM, np.uint16)
    for at in range(title.shape[0]):
        plain[at] = kind_of(title[at], kinds)
    hide_administrative(title, plain)
    for at in range(title.shape[0] - 1):
        if plain[at] & plain[at + 1] & HAN and filled < TITLE_CODES:
            term = pair_term(title[at], title[at + 1])
            code = code_of(term, True)
            if rarity[term] >= RARE_IN_A_TITLE and not _among(code, codes[:filled]):
                codes[filled] = code
                filled += 1
    return codes[:filled]


@part
def _among(code: int, codes: Codes16) -> bool:
    found = False
    for one in codes:
        found = found or one == code
    return found
