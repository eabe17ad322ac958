"""One spelling for text that differs only in width, case or script."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

HAN_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_STOPS = (
    "a an and are as at be been but by for from has have i in is it its my no not of on or our please so that the "
    "their there they this to was we were will with you your"
)
ENGLISH_STOPS = frozenset(_STOPS.split())
_WIDE_SIGNS = dict(zip("，！？：；（）～", ",!?:;()~", strict=True)) | {"\u3000": " ", "…": "..."}
_IN_TRADITIONAL_PHRASES = "坏沈覆瞭藉牴祇衹彷吒薹蘋阪"
"""Characters that are simplified too, and change in some traditional phrases only (毛坏, 沈船, 答覆)."""


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def traditional() -> re.Pattern[str]:
    """Any character without which the simplifier changes nothing."""
    every = [chr(code) for code in range(ord("\u3400"), ord("\ua000"))]
    simple = _simplifier().convert("\n".join(every)).split("\n")
    changed = (char for char, converted in zip(every, simple, strict=True) if char != converted)
    return re.compile(f"[{''.join(changed)}{_IN_TRADITIONAL_PHRASES}\U00020000-\U0003ffff]")


def normalise(text: str) -> str:
    """NFKC, lower case, traditional characters to simplified. The usual signs and texts take a short way."""
    if text.isascii():
        return text.lower()
    for wide, narrow in _WIDE_SIGNS.items():
        text = text.replace(wide, narrow)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.lower()
    return str(_simplifier().convert(text)) if traditional().search(text) else text
