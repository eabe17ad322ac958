"""One spelling for text that differs only in width, case or script."""

import re
import unicodedata
from functools import lru_cache

import xxhash
from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_STOPS = (
    "a an and are as at be been but by for from has have i in is it its my no not of on or our please so that the "
    "their there they this to was we were will with you your"
)
_ENGLISH_STOPS = frozenset(_STOPS.split())
_NO_LETTER = re.compile(r"[\W_]+")
_SHORT_BODY = 20  # characters; a shorter body ("如题") says too little to know a report again by it alone


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, lower case, traditional characters to simplified."""
    return str(_simplifier().convert(unicodedata.normalize("NFKC", text).lower()))


def tokens(text: str) -> list[str]:
    """Normalised text as single Han characters and whole words of other scripts, without English stop words."""
    return [t for t in _TOKEN.findall(text) if t not in _ENGLISH_STOPS]


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)


def body_digest(title: str, text: str, address: str) -> str:
    """64 bits over the letters of a normalised body, as hexadecimal; '' for a report that says nothing.

    A body under 20 characters counts together with its title and address.
    """
    letters = _letters(text)
    if len(letters) < _SHORT_BODY:
        letters = "|".join(map(_letters, (title, text, address))).strip("|")
    return str(xxhash.xxh3_64_hexdigest(letters.encode())) if letters else ""
