"""Every kind of bad input that we know, with the reason that it must get and words of its sentence."""

import json
from typing import Any, NamedTuple

from topics.reasons import Reason

CHANNEL = "sim-hotline"
REPORT: dict[str, Any] = {
    "channel": CHANNEL,
    "channel_ref": "B-1",
    "occurred_at": "2026-03-02T08:30:00+08:00",
    "received_at": "2026-03-02T09:00:00+08:00",
    "title": "路灯不亮",
    "text": "第三盏路灯不亮",
    "reporter": "张三",
}
ACTION: dict[str, Any] = {
    "action": "resolve",
    "occurred_at": "2026-03-02T10:00:00+08:00",
    "channel": CHANNEL,
    "channel_ref": "B-1",
    "unit": "市政",
}


class Kind(NamedTuple):
    """One kind of bad input: its bytes on a raw topic, and what must be said of it."""

    name: str
    topic: str
    document: bytes
    reason: Reason
    words: str


def _report(name: str, reason: Reason, words: str, **changes: Any) -> Kind:
    return Kind(name, "reports.raw", _json(REPORT | {"title": name} | changes), reason, words)


def _action(name: str, reason: Reason, words: str, **changes: Any) -> Kind:
    return Kind(name, "actions.raw", _json(ACTION | {"note": name} | changes), reason, words)


def _json(message: dict[str, Any]) -> bytes:
    """A field whose change is None is left out."""
    return json.dumps({key: value for key, value in message.items() if value is not None}, ensure_ascii=False).encode()


def _broken(name: str, document: bytes, reason: Reason, words: str) -> Kind:
    return Kind(name, "reports.raw", document, reason, words)


def _with_field(field: bytes) -> bytes:
    return _json(REPORT)[:-1] + b", " + field + b"}"


R = Reason
KINDS = (
    _broken("blank", b"   ", R.EMPTY_MESSAGE, "The message is empty"),
    _broken("not JSON", b"the lamp is out", R.NOT_JSON, "is not JSON (expected ident at line 1 column 2)"),
    _broken("two at once", _json(REPORT) * 2, R.NOT_JSON, "trailing characters at line 1"),
    _broken("GB18030", _json(REPORT).decode().encode("gb18030"), R.WRONG_ENCODING, "is not UTF-8: send UTF-8"),
    _broken("UTF-16", _json(REPORT).decode().encode("utf-16"), R.WRONG_ENCODING, "looks like UTF-16"),
    _broken("with a mark", b"\xef\xbb\xbf" + _json(REPORT), R.BYTE_ORDER_MARK, "begins with a byte order mark"),
    _broken("half a character", _with_field(b'"x": "\\ud83d"'), R.LONE_SURROGATE, "Half of a character stands alone"),
    _broken("a raw bell", _with_field(b'"x": "\x07"'), R.CONTROL_CHARACTER, "stands unescaped at line 1"),
    _broken("a key twice", _with_field(b'"text": "else"'), R.DUPLICATE_KEY, "The key 'text' stands twice"),
    _broken("NaN", _with_field(b'"place": {"latitude": NaN}'), R.NOT_A_NUMBER, "NaN or Infinity stands at line 1"),
    _broken("-Infinity", _with_field(b'"x": -Infinity'), R.NOT_A_NUMBER, "NaN or Infinity stands at line 1"),
    _broken("a huge number", _with_field(b'"x": ' + b"9" * 5_000), R.NUMBER_TOO_LONG, "thousands of digits"),
    _broken("very deep", _with_field(b'"x": ' + b"[" * 500 + b"]" * 500), R.TOO_DEEP, "nested too deeply"),
    _broken("an array", b"[1, 2]", R.NOT_AN_OBJECT, "send one object with named fields"),
    _broken("null", b"null", R.NOT_AN_OBJECT, "send one object with named fields"),
    _report("10 MB", R.TOO_LARGE, "bytes, more than 900,000: send references", text="x" * 10_000_000),
    _report("a long text", R.TOO_LONG, "text has 20,001 characters", text="字" * 20_001),
    _report("a long reference", R.TOO_LONG, "channel_ref is longer than 256 characters", channel_ref="x" * 300),
    _report("no reference", R.MISSING_FIELD, "channel_ref is missing: send it.", channel_ref=None),
    _report("a blank reference", R.EMPTY_FIELD, "channel_ref is blank", channel_ref=" "),
    _report("a bell in a name", R.CONTROL_CHARACTER, "channel_ref 'B-1' has control characters", channel_ref="B\x07-1"),
    _report("a wrong type", R.WRONG_TYPE, "text has the wrong type", text=["lamp"]),
    _report("", R.SAYS_NOTHING, "send a title, a text or a category", text="\u200b"),
    _report("no zone", R.TIME_WITHOUT_ZONE, "occurred_at has no time zone", occurred_at="2026-03-02T08:30:00"),
    _report("year 9999", R.TIME_OUT_OF_RANGE, "correct the year", received_at="9999-12-31T00:00:00Z"),
    _report("tomorrow", R.TIME_IN_FUTURE, "occurred_at says 2026-03-04", occurred_at="2026-03-04T01:00:00Z"),
    _report("no time", R.TIME_UNREADABLE, "occurred_at is not a time", occurred_at="on Monday"),
    _report("off the globe", R.PLACE_OUT_OF_RANGE, "place.latitude must be 90.0 or less", place={"latitude": 91}),
    _report("no such channel", R.UNKNOWN_CHANNEL, "Channel 'telex' is in no scope", channel="telex"),
    _action("no such action", R.UNKNOWN_ACTION, "Action 'explode' is not known: send one of", action="explode"),
    _action("no target", R.NO_TARGET, "send case_id, or channel and channel_ref", channel_ref=None),
    _action("another scope", R.WRONG_SCOPE, "case_id 'mars:1:0' begins with no scope", case_id="mars:1:0"),
)
"""By every way in. On Kafka there is one more: a record without a value."""


def neighbours(topic: str) -> list[bytes]:
    """One good message more than there are bad ones."""
    count = 1 + sum(kind.topic == topic for kind in KINDS)
    if topic == "actions.raw":
        return [_json(ACTION | {"note": f"good {n}"}) for n in range(count)]
    return [_json(REPORT | {"channel_ref": f"G-{n}"}) for n in range(count)]


def documents(topic: str) -> list[bytes]:
    """Every bad message between two good ones."""
    bad = [kind.document for kind in KINDS if kind.topic == topic]
    good = neighbours(topic)
    return [good[0], *(one for pair in zip(bad, good[1:], strict=True) for one in pair)]
