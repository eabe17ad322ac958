"""The bytes of a message as JSON, or why they are none: each way of being broken has its own reason.

Stricter than most readers, so that two readers never see two messages in one: a key stands once in its object, a
number is a number, text is UTF-8.
"""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

import jiter

from streams.domain.doors import quoted
from topics.errors import BadMessage
from topics.reasons import Reason

_DUPLICATE = "Detected duplicate key "
_SURROGATE = (
    Reason.LONE_SURROGATE,
    "Half of a character stands alone as an escape at {where}: whoever wrote the text cut it in two; send it whole.",
)
# how jiter's sentences begin
_BROKEN: dict[str, tuple[Reason, str]] = {
    "recursion limit": (Reason.TOO_DEEP, "The message is nested too deeply at {where}: send a flatter object."),
    "number out of range": (
        Reason.NUMBER_TOO_LONG,
        "The number at {where} has thousands of digits: send it shorter, or as text.",
    ),
    "control character": (
        Reason.CONTROL_CHARACTER,
        "A control character stands unescaped at {where}: escape it as JSON does (\\n, \\u0007), or leave it out.",
    ),
    "lone leading surrogate": _SURROGATE,
    "unexpected end of hex escape": _SURROGATE,
}


def parse(value: bytes) -> object:
    """What a message says. Raises BadMessage."""
    try:
        said: object = jiter.from_json(value, catch_duplicate_keys=True, allow_inf_nan=False, cache_mode="keys")
    except ValueError as error:
        check_encoding(value)
        raise _refusal(value, str(error)) from error
    return said


def check_encoding(value: bytes) -> None:
    """Is it text in UTF-8, and any at all? Raises BadMessage."""
    if value.startswith(BOM_UTF8):
        sentence = "The message begins with a byte order mark: send UTF-8 without it."
        raise BadMessage(Reason.BYTE_ORDER_MARK, sentence)
    if value.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in value[:4]:
        raise BadMessage(Reason.WRONG_ENCODING, "The message looks like UTF-16 or UTF-32: send UTF-8.")
    try:
        blank = not value.decode().strip()
    except UnicodeDecodeError as error:
        sentence = f"Byte {error.start} is not UTF-8: send UTF-8, or name the file's true encoding in the mapping."
        raise BadMessage(Reason.WRONG_ENCODING, sentence) from error
    if blank:
        raise BadMessage(Reason.EMPTY_MESSAGE, "The message is empty: send one JSON object.")


def _refusal(value: bytes, error: str) -> BadMessage:
    what, _, where = error.rpartition(" at ")
    if what.startswith(_DUPLICATE):
        name = quoted(what.removeprefix(_DUPLICATE).strip('"'))
        return BadMessage(Reason.DUPLICATE_KEY, f"The key {name} stands twice in one object, {where}: send it once.")
    for beginning, (reason, sentence) in _BROKEN.items():
        if what.startswith(beginning):
            return BadMessage(reason, sentence.format(where=where))
    if _has_no_numbers(value):
        sentence = f"NaN or Infinity stands at {where}: JSON knows neither; leave the field out."
        return BadMessage(Reason.NOT_A_NUMBER, sentence)
    return BadMessage(Reason.NOT_JSON, f"The message is not JSON ({error}): send one JSON object.")


def _has_no_numbers(value: bytes) -> bool:
    try:
        jiter.from_json(value, allow_inf_nan=True)
    except ValueError:
        return False
    return True
