"""Personal numbers in free text: found and starred out, every other character left in its place.

Masked: mobile and landline numbers (China, United States), ID cards (18 and 15 digits), bank cards, Chinese car
plates, e-mail addresses; also in full-width characters and with spaces or hyphens inside. A number that could as well
be a date, a house, an amount or an order is left alone, unless the words before it say that it is a telephone.
"""

import re
from collections.abc import Callable, Iterator

_WIDE = "".join(chr(c) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
_WIDE_SIGNS = "＠．－＋（）\u3000\u00a0–—‐‑"
_NARROW = dict(zip(_WIDE + _WIDE_SIGNS, "".join(chr(ord(c) - 0xFEE0) for c in _WIDE) + "@.-+()  ----", strict=True))
_IS_WIDE = re.compile(f"[{_WIDE}{_WIDE_SIGNS}]")
_DIGIT = "[0-9０-９]"
_DIGITS = f"(?:[-. ()、,，/或和;；{_WIDE_SIGNS}]{{0,3}}{_DIGIT}){{6,}}"
_LONG_NUMBER = re.compile(rf"{_DIGIT}{_DIGITS}[XxＸｘ]?(?:(?:转| ?ext\.? ?){_DIGIT}{{1,6}})?")
_WORDS_BEFORE = 14
"""How many characters before a number may say what it is, or belong to it."""
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER_BEHIND = "[ \u3000]?[A-Za-zＡ-Ｚａ-ｚ]"
_PLATE_BEGINS = re.compile(f"[{_PROVINCES}]{_LETTER_BEHIND}")
_AT_SIGN = re.compile("[@＠]")
# the three above in one pass: to begin with a set of characters makes the search three times as fast
_SUSPICIOUS = re.compile(
    f"[@＠0-9０-９{_PROVINCES}](?:(?<=[@＠])|(?<={_DIGIT}){_DIGITS}|(?<=[{_PROVINCES}]){_LETTER_BEHIND})"
)
_LETTER_OR_DIGIT = re.compile("[0-9A-Za-z]")

_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_DATE = f"(?:19|20)[0-9]{{2}}{_MONTH_DAY}"

_EMAIL = re.compile(r"[0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,4}")
_ID_CARD = re.compile(
    rf"(?<![0-9])(?:[1-9][0-9]{{5}}{_DATE}[0-9]{{3}}[0-9Xx]|[1-9][0-9]{{16}}[Xx]|[1-9][0-9]{{7}}{_MONTH_DAY}[0-9]{{3}})(?![0-9])"
)
_CARD = re.compile(
    r"(?<![0-9])(?:[1-9][0-9]{12,18}|[1-9][0-9]{3}([- ])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3})?)(?![0-9])"
)
_FULL_CARD = 16
_SHORT_CARDS = {3, 4, 5, 6}
_MOBILE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[- ]?|0)?1[3-9][0-9]"
    r"(?:[-. ]?[0-9]{4}[-. ]?[0-9]{4}|[0-9][- ][0-9]{3}[- ][0-9]{4})(?![0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)86[- ]?\(?0?|\(?0)(?:10|2[0-9]|[3-9][0-9]{2})\)?[-. ]{0,2}[2-9][0-9]{2,3}[- ]?[0-9]{4}"
    r"(?:(?:转| ?ext\.? ?|-)[0-9]{1,6})?(?![0-9])"
)
_US = re.compile(
    r"(?<![0-9])(?:\+?1[-. ]?)?(?:\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[-. ]?[0-9]{4}"
    r"|[2-9][0-9]{2}([-. ])[2-9][0-9]{2}\1[0-9]{4}"
    r"|(?!20[0-2][0-9](?:0[1-9]|1[0-2]))[2-9][0-9]{2}[2-9][0-9]{6}(?! ?[元万亿]))(?![0-9])"
)
_LOCAL = rf"(?<![0-9])(?!{_DATE}(?![0-9])|(?:19|20)[0-9]{{2}}[- ])[2-9][0-9]{{2,3}}[- ]?[0-9]{{4}}(?![0-9])"
_AFTER_TELEPHONE = re.compile(
    r"((?:电话|手机|座机|固话|热线|致电|来电|拨打|联系|传真|[Tt]el|TEL|[Pp]hone|PHONE|[Cc]all|CALL|[Cc]ell)[^0-9\n*]{0,6}"
    rf"(?:[*-]{{7,20}}[、,，/或和;； ]{{1,3}})*)"
    rf"({_LOCAL}(?:[、,，/或和;； ]{{1,3}}{_LOCAL})*)"
)
_PLATE = re.compile(
    rf"([{_PROVINCES}] ?[A-Za-z])([·•・. -]?"
    "(?=(?:[A-Za-z]*[0-9]){2})[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳])(?![0-9A-Za-z])"
)


def mask(text: str) -> str:
    """The text with every personal number starred out, as long as before. Masking twice changes nothing more."""
    if not _SUSPICIOUS.search(text):
        return text
    if _PLATE_BEGINS.search(text):
        text = _starred(text, _plates)
    if _AT_SIGN.search(text):
        text = _starred(text, _emails)
    if _LONG_NUMBER.search(text):
        text = "".join(_around_numbers(text))
    return text


def _around_numbers(text: str) -> Iterator[str]:
    done = 0
    for found in _LONG_NUMBER.finditer(text):
        begin = max(done, found.start() - _WORDS_BEFORE)
        yield text[done:begin]
        yield _starred(text[begin : found.end()], _numbers)
        done = found.end()
    yield text[done:]


def _starred(text: str, star: Callable[[str], str]) -> str:
    """Searched as if it were narrow; what was wide and is not personal stays wide."""
    plain = _IS_WIDE.sub(_narrow, text)
    masked = star(plain)
    return "".join(m if m != p else t for t, p, m in zip(text, plain, masked, strict=True))


def _plates(text: str) -> str:
    return _PLATE.sub(_star_second, text)


def _emails(text: str) -> str:
    return _EMAIL.sub(_star, text)


def _numbers(text: str) -> str:
    text = _CARD.sub(_star_card, _ID_CARD.sub(_star, text))
    for pattern in (_MOBILE, _LANDLINE, _US):
        text = pattern.sub(_star, text)
    return _AFTER_TELEPHONE.sub(_star_second, text)


def _narrow(found: re.Match[str]) -> str:
    return _NARROW[found[0]]


def _star(found: re.Match[str]) -> str:
    return _LETTER_OR_DIGIT.sub("*", found[0])


def _star_second(found: re.Match[str]) -> str:
    return found[1] + _LETTER_OR_DIGIT.sub("*", found[2])


def _star_card(found: re.Match[str]) -> str:
    digits = [int(c) for c in found[0] if c.isdigit()]
    union_pay = len(digits) >= _FULL_CARD and digits[:2] == [6, 2]
    issued = len(digits) >= _FULL_CARD or digits[0] in _SHORT_CARDS
    return _star(found) if union_pay or (issued and _luhn(digits)) else found[0]


def _luhn(digits: list[int]) -> bool:
    doubled = [sum(divmod(2 * d, 10)) if i % 2 else d for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
