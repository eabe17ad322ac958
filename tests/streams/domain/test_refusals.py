"""Why input is refused: each reason, its sentence, and an excerpt without people."""

import json
from typing import Any

import pytest

from streams.domain.refusals import EXCERPT
from tests.streams.domain.raw_records import ACTION, REPORT, dead_of, without
from topics.reasons import Reason

BAD_BYTES = [
    (None, Reason.NO_VALUE, "The record has no value"),
    (b"", Reason.EMPTY_MESSAGE, "The message is empty"),
    (b" \n", Reason.EMPTY_MESSAGE, "The message is empty"),
    (b"{", Reason.NOT_JSON, "is not JSON (EOF while parsing an object at line 1 column 1): send one JSON object"),
    (b"{} {}", Reason.NOT_JSON, "(trailing characters at line 1 column 4): send one JSON object"),
    (b'{"title": "a", "title": "b"}', Reason.DUPLICATE_KEY, "The key 'title' stands twice in one object, line 1"),
    (b'{"payload": {"a": 1, "\\u0061": 1}}', Reason.DUPLICATE_KEY, "The key 'a' stands twice"),
    (b'{"13812345678": 1, "13812345678": 2}', Reason.DUPLICATE_KEY, "The key '***********' stands twice"),
    (b'{"x": NaN}', Reason.NOT_A_NUMBER, "NaN or Infinity stands at line 1 column 7"),
    (b'{"x": -Infinity}', Reason.NOT_A_NUMBER, "NaN or Infinity stands at line 1"),
    (b'{"x": %s}' % (b"9" * 5_000), Reason.NUMBER_TOO_LONG, "thousands of digits"),
    (b'{"x": "\\ud83d"}', Reason.LONE_SURROGATE, "Half of a character stands alone as an escape at line 1"),
    (b'{"x": "\\ude00"}', Reason.LONE_SURROGATE, "Half of a character stands alone"),
    (b'{"x": "\\ud83dx"}', Reason.LONE_SURROGATE, "Half of a character stands alone"),
    (b'{"x": "a\x07"}', Reason.CONTROL_CHARACTER, "A control character stands unescaped at line 1"),
    (b"\xef\xbb\xbf{}", Reason.BYTE_ORDER_MARK, "begins with a byte order mark"),
    (b'{"x": "\xed\xa0\x80"}', Reason.WRONG_ENCODING, "Byte 7 is not UTF-8"),
    (b'{"title": "\xff"}', Reason.WRONG_ENCODING, "Byte 11 is not UTF-8"),
    ("{}".encode("utf-16"), Reason.WRONG_ENCODING, "looks like UTF-16"),
    ("{}".encode("utf-16-le"), Reason.WRONG_ENCODING, "looks like UTF-16"),
    (b"[]", Reason.NOT_AN_OBJECT, "send one object with named fields"),
    (b"3", Reason.NOT_AN_OBJECT, "send one object with named fields"),
    (b"null", Reason.NOT_AN_OBJECT, "send one object with named fields"),
    (b"[" * 100_000, Reason.TOO_DEEP, "send a flatter object"),
    (b" " * 900_001, Reason.TOO_LARGE, "900,001 bytes, more than 900,000"),
]


@pytest.mark.parametrize("topic", ["reports.raw", "actions.raw"])
@pytest.mark.parametrize(
    ("value", "reason", "words"), BAD_BYTES, ids=[f"{r}-{n}" for n, (_, r, _) in enumerate(BAD_BYTES)]
)
def test_bytes_that_are_no_message(topic: str, value: bytes | None, reason: Reason, words: str) -> None:
    dead = dead_of(topic, value)
    assert dead.reason == reason
    assert words in dead.sentence


@pytest.mark.feature("reports.bad-input")
@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"channel": ""}, Reason.EMPTY_FIELD, "channel is empty: fill it in."),
        ({"channel_ref": " "}, Reason.EMPTY_FIELD, "channel_ref is blank"),
        ({"title": "", "text": "\n", "category": ""}, Reason.SAYS_NOTHING, "The report says nothing"),
        ({"channel": "weibo"}, Reason.UNKNOWN_CHANNEL, "Channel 'weibo' is in no scope: add it"),
        ({"occurred_at": "2020-01-05 08:30"}, Reason.TIME_WITHOUT_ZONE, "occurred_at has no time zone: write it"),
        ({"occurred_at": "last week"}, Reason.TIME_UNREADABLE, "occurred_at is not a time"),
        ({"occurred_at": "2020-02-30T00:00:00Z"}, Reason.TIME_UNREADABLE, "occurred_at is not a time"),
        ({"occurred_at": []}, Reason.TIME_UNREADABLE, "occurred_at is not a time"),
        ({"received_at": "1969-12-31T23:59:59Z"}, Reason.TIME_OUT_OF_RANGE, "received_at does not lie between 1970"),
        ({"received_at": "2200-01-01T00:00:00Z"}, Reason.TIME_OUT_OF_RANGE, "received_at does not lie between 1970"),
        ({"place": {"latitude": 90.1}}, Reason.PLACE_OUT_OF_RANGE, "place.latitude must be 90.0 or less"),
        ({"place": {"longitude": -181}}, Reason.PLACE_OUT_OF_RANGE, "place.longitude must be -180.0 or more"),
        ({"place": {"latitude": float("nan")}}, Reason.NOT_A_NUMBER, "NaN or Infinity stands at line 1"),
        ({"place": {"latitude": "nan"}}, Reason.PLACE_OUT_OF_RANGE, "place.latitude must be"),
        ({"channel_ref": "R\x07-1"}, Reason.CONTROL_CHARACTER, "channel_ref 'R-1' has control characters: send it"),
        ({"received_at": "2021-01-07T12:00:01Z"}, Reason.TIME_IN_FUTURE, "received_at says 2021-01-07 12:00:01 UTC"),
        ({"occurred_at": "2020-01-06T09:00:01+08:00"}, Reason.TIME_IN_FUTURE, "occurred_at says 2020-01-06 01:00:01"),
        ({"occurred_at": "9999-12-31T23:59:59-08:00"}, Reason.TIME_OUT_OF_RANGE, "occurred_at does not lie between"),
        ({"occurred_at": "0001-01-01T00:00:00+08:00"}, Reason.TIME_OUT_OF_RANGE, "occurred_at does not lie between"),
        ({"place": {"latitude": "north"}}, Reason.WRONG_TYPE, "place.latitude has the wrong type"),
        ({"place": "here"}, Reason.WRONG_TYPE, "place has the wrong type"),
        ({"text": 3}, Reason.WRONG_TYPE, "text has the wrong type"),
        ({"attachments": "a.jpg"}, Reason.WRONG_TYPE, "attachments has the wrong type"),
        ({"text": "字" * 20_001}, Reason.TOO_LONG, "text has 20,001 characters, more than 20,000: shorten it."),
        ({"channel_ref": "x" * 257}, Reason.TOO_LONG, "channel_ref is longer than 256 characters"),
    ],
)
def test_a_report_that_cannot_be_used(changes: dict[str, Any], reason: Reason, words: str) -> None:
    dead = dead_of("reports.raw", json.dumps(REPORT | changes).encode())
    assert dead.reason == reason
    assert words in dead.sentence


@pytest.mark.parametrize("name", ["channel", "channel_ref", "occurred_at", "received_at"])
def test_a_report_without_a_field_that_it_needs(name: str) -> None:
    dead = dead_of("reports.raw", json.dumps(without(REPORT, name)).encode())
    assert (dead.reason, dead.sentence) == (Reason.MISSING_FIELD, f"{name} is missing: send it.")


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"action": "explode"}, Reason.UNKNOWN_ACTION, "'explode' is not known: send one of accept, dispatch, sign"),
        ({"channel": ""}, Reason.NO_TARGET, "names no case: send case_id, or channel and channel_ref"),
        ({"channel_ref": ""}, Reason.NO_TARGET, "names no case: send case_id, or channel and channel_ref"),
        ({"channel": "weibo"}, Reason.UNKNOWN_CHANNEL, "Channel 'weibo' is in no scope"),
        ({"case_id": "mars:abc:0"}, Reason.WRONG_SCOPE, "case_id 'mars:abc:0' begins with no scope of the policy"),
        ({"case_id": "abc"}, Reason.WRONG_SCOPE, "begins with no scope of the policy"),
        ({"note": "字" * 20_001}, Reason.TOO_LONG, "note has 20,001 characters"),
        ({"case_id": "city:\x00:0"}, Reason.CONTROL_CHARACTER, "case_id 'city::0' has control characters"),
        ({"occurred_at": "2021-01-07T12:00:01Z"}, Reason.TIME_IN_FUTURE, "correct the clock or the zone of the sender"),
    ],
)
def test_an_action_that_cannot_be_used(changes: dict[str, Any], reason: Reason, words: str) -> None:
    dead = dead_of("actions.raw", json.dumps(ACTION | changes).encode())
    assert dead.reason == reason
    assert words in dead.sentence


def test_an_excerpt_shows_what_a_person_needs_and_nobody_s_name_or_number() -> None:
    message = {"nickname": "王五", "payload": {"who": "赵六"}, "reporter": "张三", "channel_ref": "R-1"}
    message |= {"received_at": "soon", "text": "电话 13812345678"}
    excerpt = dead_of("reports.raw", json.dumps(message).encode()).excerpt

    assert excerpt == (
        '{"nickname":"*","payload":"*","reporter":"*","channel_ref":"R-1",'
        '"received_at":"soon","text":"电话 ***********"}'
    )


def test_an_excerpt_of_another_encoding_leaves_people_out_too() -> None:
    value = '{"reporter": "Zhang", "text": "13812345678"}'.encode("utf-16")
    assert dead_of("reports.raw", value).excerpt.endswith('{"reporter": "*", "text": "***********"}')


def test_an_excerpt_is_short() -> None:
    value = json.dumps(without(REPORT, "channel") | {"text": "字" * 500}).encode()
    assert len(dead_of("reports.raw", value).excerpt) == EXCERPT


def test_an_excerpt_of_broken_json_leaves_people_out_too() -> None:
    dead = dead_of("reports.raw", '{"reporter": "张三", "text": "拨打13812345678", "actor":"李四'.encode())
    assert dead.excerpt == '{"reporter": "*", "text": "拨打***********", "actor":"*"'


def test_a_sentence_repeats_no_number() -> None:
    assert "138" not in dead_of("reports.raw", json.dumps(REPORT | {"channel": "13812345678"}).encode()).sentence
