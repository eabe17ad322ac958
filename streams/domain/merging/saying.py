"""Who, and who said what, in 64 bits each; kernels."""

import numpy as np

from streams.domain.merging.alphabet import ALNUM, Kinds
from streams.domain.merging.kernel import Codes, part, unsigned
from streams.domain.merging.reading import kind_of

SHORT_BODY = 20  # letters; a shorter body ("如题") says too little to know a report again by it alone
_FACTOR, _HALF = unsigned(0x9E3779B97F4A7C15), unsigned(32)
_BAR = np.uint32(ord("|"))


@part
def who_said_what(title: Codes, text: Codes, address: Codes, reporter: Codes, kinds: Kinds) -> int:
    """A digest of a reporter and of the letters of a normalised body; 0 where nobody is named or nothing is said.

    A body under 20 letters counts together with its title and address.
    """
    if not reporter.shape[0]:
        return unsigned(0)
    letters = np.empty(title.shape[0] + text.shape[0] + address.shape[0] + 2, np.uint32)
    filled = _letters(text, kinds, letters, 0)
    begin = 0
    if filled < SHORT_BODY:
        filled = _letters(title, kinds, letters, 0)
        for part in (text, address):
            letters[filled] = _BAR
            filled = _letters(part, kinds, letters, filled + 1)
        while begin < filled and letters[begin] == _BAR:
            begin += 1
        while filled > begin and letters[filled - 1] == _BAR:
            filled -= 1
    return _fold(who(reporter), letters[begin:filled]) if filled > begin else unsigned(0)


@part
def digests(title: Codes, text: Codes, address: Codes, reporter: Codes, kinds: Kinds) -> tuple[int, int]:
    """Who said what, and who."""
    return who_said_what(title, text, address, reporter, kinds), who(reporter)


@part
def who(reporter: Codes) -> int:
    """A digest of a reporter; 0 where nobody is named."""
    return _fold(_FACTOR, reporter) if reporter.shape[0] else unsigned(0)


@part
def _letters(text: Codes, kinds: Kinds, letters: Codes, filled: int) -> int:
    for code in text:
        if kind_of(code, kinds) & ALNUM:
            letters[filled] = code
            filled += 1
    return filled


@part
def _fold(digest: int, text: Codes) -> int:
    """Each step is one to one: texts of which only one character differs never meet."""
    for code in text:
        digest = (digest ^ unsigned(code)) * _FACTOR
        digest ^= digest >> _HALF
    return digest
