"""Why input is refused: a reason code, a sentence that a person can act on, and an excerpt without personal data."""

import re
from collections.abc import Mapping

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from streams.domain.cleaning import clean
from streams.domain.masking import mask
from topics.errors import BadMessage
from topics.raw import RawAction, RawReport
from topics.reasons import Reason

EXCERPT = 200
"""The most characters of an excerpt."""
_READ_FOR_EXCERPT = 4_000
_PERSONAL = frozenset({"reporter", "actor", "payload"})
_SHOWN = (RawReport.model_fields.keys() | RawAction.model_fields.keys()) - _PERSONAL
_PERSON_IN_TEXT = re.compile(r'("(?:reporter|actor)"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^,}\s]+)')

_REASONS: Mapping[str, tuple[Reason, str]] = {
    "missing": (Reason.MISSING_FIELD, "{field} is missing: send it."),
    "model_type": (Reason.NOT_AN_OBJECT, "The message is not a JSON object: send one object with named fields."),
    "string_too_short": (Reason.EMPTY_FIELD, "{field} is empty: fill it in."),
    "string_too_long": (Reason.TOO_LONG, "{field} is longer than {max_length} characters: shorten it."),
    "timezone_aware": (
        Reason.TIME_WITHOUT_ZONE,
        "{field} has no time zone: write it with its offset, as in 2025-03-01T08:30:00+08:00.",
    ),
    "time_out_of_range": (Reason.TIME_OUT_OF_RANGE, "{field} does not lie between 1970 and 2200: correct the year."),
    "greater_than_equal": (Reason.PLACE_OUT_OF_RANGE, "{field} must be {ge} or more: send degrees in WGS 84."),
    "less_than_equal": (Reason.PLACE_OUT_OF_RANGE, "{field} must be {le} or less: send degrees in WGS 84."),
    "finite_number": (Reason.PLACE_OUT_OF_RANGE, "{field} is not a finite number: send degrees in WGS 84."),
}
_UNREADABLE_TIME = (
    Reason.TIME_UNREADABLE,
    "{field} is not a time: write it as in 2025-03-01T08:30:00+08:00.",
)


def refusal(error: ValidationError) -> BadMessage:
    """The first thing that pydantic found wrong, as a reason and a sentence."""
    first = error.errors(include_url=False, include_input=False)[0]
    reason, sentence = _word(first)
    field = ".".join(str(part) for part in first["loc"]) or "The message"
    return BadMessage(reason, sentence.format(field=field, **first.get("ctx", {})))


def _word(first: ErrorDetails) -> tuple[Reason, str]:
    kind = first["type"]
    if kind in _REASONS and not (kind == "model_type" and first["loc"]):
        return _REASONS[kind]
    if kind.startswith("datetime_"):
        return _UNREADABLE_TIME
    if kind.endswith(("_type", "_parsing")):
        return Reason.WRONG_TYPE, "{field} has the wrong type: " + _braced(first["msg"])
    return Reason.INVALID, "{field} is not valid: " + _braced(first["msg"])


def _braced(message: str) -> str:
    return message.replace("{", "{{").replace("}", "}}") + "."


def excerpt(value: bytes | None) -> str:
    """The beginning of a message, for a person to know it by: people left out, numbers masked, 200 characters.

    Of an object only the fields of the contracts show their values; others might name a person.
    """
    return mask(clean(_readable(value or b"")[:_READ_FOR_EXCERPT]))[:EXCERPT]


def _readable(value: bytes) -> str:
    try:
        content = orjson.loads(value)
    except orjson.JSONDecodeError:
        text = clean(value[: 4 * _READ_FOR_EXCERPT].decode("utf-8", "replace"))
        return _PERSON_IN_TEXT.sub(r'\1"*"', text)
    if isinstance(content, dict):
        content = {name: content[name] if name in _SHOWN else "*" for name in content}
    return orjson.dumps(content).decode()
