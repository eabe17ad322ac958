"""Text as it is kept: one form for equal characters, nothing invisible."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def has_control_characters(text: str) -> bool:
    """Whether the text has characters that no name has: C0, C1 and delete."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def clean(text: str) -> str:
    """NFC, lines ended by a newline, tabs as spaces, no control or invisible characters, no space around it."""
    if not text:
        return text
    if not text.isprintable():
        text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.strip()
