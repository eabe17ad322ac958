"""One spelling for text that differs only in width, case or script."""

import re
import unicodedata
from functools import lru_cache

import xxhash
from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_WORD = re.compile(rf"[^\W_{HAN}]+")
_STOPS = (
    "a an and are as at be been but by for from has have i in is it its my no not of on or our please so that the "
    "their there they this to was we were will with you your"
)
_ENGLISH_STOPS = frozenset(_STOPS.split())
_LETTERS = re.compile(r"[^\W_]+")
_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}
_SHORT_BODY = 20  # characters; a shorter body ("如题") says too little to know a report again by it alone
_WIDE_SIGNS = dict(zip("，！？：；（）～", ",!?:;()~", strict=True)) | {"\u3000": " ", "…": "..."}
_IN_TRADITIONAL_PHRASES = "坏沈覆瞭藉牴祇衹彷吒薹蘋阪"
"""Characters that are simplified too, and change in some traditional phrases only (毛坏, 沈船, 答覆)."""


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
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
    return str(_simplifier().convert(text)) if _traditional().search(text) else text


def tokens(text: str) -> list[str]:
    """Normalised text as single Han characters and whole words of other scripts, without English stop words."""
    return [t for t in _TOKEN.findall(text) if t not in _ENGLISH_STOPS]


def words(text: str) -> tuple[list[int], list[int]]:
    """Where each whole word of other scripts than Han begins in normalised text, and its number: 0 for a stop word."""
    found = list(_WORD.finditer(text))
    return [word.start() for word in found], [_number(word[0]) for word in found]


@lru_cache(maxsize=1 << 15)
def _number(word: str) -> int:
    """A character is its code point; a longer word 64 bits that no single character has."""
    if word in _ENGLISH_STOPS:
        return 0
    return ord(word) if len(word) == 1 else word_number(word)


def word_number(word: str) -> int:
    """64 bits that no single character has."""
    return int(xxhash.xxh3_64_intdigest(word.encode())) | 1 << 63


def _letters(text: str) -> str:
    return text.translate(_NO_LETTERS) if text.isascii() else "".join(_LETTERS.findall(text))


def body_digest(title: str, text: str, address: str) -> str:
    """64 bits over the letters of a normalised body, as hexadecimal; '' for a report that says nothing.

    A body under 20 characters counts together with its title and address.
    """
    said = _letters(text)
    if len(said) < _SHORT_BODY:
        said = "|".join(map(_letters, (title, text, address))).strip("|")
    return str(xxhash.xxh3_64_hexdigest(said.encode())) if said else ""
