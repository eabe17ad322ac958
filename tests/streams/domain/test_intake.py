"""Every raw record is admitted, or dead with a reason and a sentence; never both, never neither."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.domain.intake import Door, Doors, RawRecord, admit
from streams.domain.refusals import EXCERPT
from topics import ids
from topics.facts import DeadLetter
from topics.inbox import Action, ActionName, Report
from topics.model import Source
from topics.policy import Scope
from topics.raw import RawAction, RawReport
from topics.reasons import Reason

AT = datetime(2020, 1, 6, 12, tzinfo=UTC)
DOORS = Doors(
    {"hotline": Door("city", 2), "app": Door("city", 2), "boston311": Door("boston", 5)},
    b"a secret of 32 bytes, or about it",
)
REPORT: dict[str, Any] = {
    "channel": "hotline",
    "channel_ref": "R-1",
    "occurred_at": "2020-01-05T08:30:00+08:00",
    "received_at": "2020-01-05T09:00:00.123456+08:00",
    "title": "路灯不亮",
    "text": "第三盏",
    "place": {"address": "滨河路3号", "region": "A1区", "latitude": 28.2, "longitude": 112.9},
    "category": "路灯",
    "reporter": "张三",
    "attachments": ["photo/1.jpg"],
    "payload": {"extra": "kept in the raw topic"},
}
ACTION: dict[str, Any] = {
    "action": "resolve",
    "occurred_at": "2020-01-06T10:00:00+08:00",
    "channel": "hotline",
    "channel_ref": "R-1",
    "unit": "市政",
    "actor": "李四",
    "note": "已修好",
}


def _source(topic: str, offset: int = 7) -> Source:
    return Source(topic=topic, partition=1, offset=offset)


def _admitted(topic: str, message: dict[str, Any], doors: Doors = DOORS) -> Report | Action:
    admission = admit([RawRecord(_source(topic), json.dumps(message).encode(), AT)], doors)
    assert admission.dead == []
    assert admission.dead_bytes == []
    (addressed,) = admission.admitted
    assert addressed.partition == doors.scopes[addressed.record.scope].partition
    return addressed.record


def _report(**changes: Any) -> Report:
    report = _admitted("reports.raw", REPORT | changes)
    assert isinstance(report, Report)
    return report


def _action(**changes: Any) -> Action:
    action = _admitted("actions.raw", ACTION | changes)
    assert isinstance(action, Action)
    return action


def _dead(topic: str, value: bytes | None) -> DeadLetter:
    admission = admit([RawRecord(_source(topic), value, AT)], DOORS)
    assert admission.admitted == []
    (kept,) = admission.dead_bytes
    assert (kept.source, kept.raw) == (_source(topic), value or b"")
    (dead,) = admission.dead
    assert (dead.stage, dead.source, dead.at) == ("intake", _source(topic), AT)
    return dead


def _without(message: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key != name}


def test_a_report_gets_its_scope_its_id_and_utc_times() -> None:
    report = _report()

    assert (report.scope, report.source) == ("city", _source("reports.raw"))
    assert report.report_id == ids.report_id("hotline", "R-1")
    assert report.occurred_at == datetime(2020, 1, 5, 0, 30, tzinfo=UTC)
    assert report.received_at == datetime(2020, 1, 5, 1, 0, 0, 123000, tzinfo=UTC)
    assert (report.title, report.text, report.address) == ("路灯不亮", "第三盏", "滨河路3号")
    assert (report.region, report.category, report.attachments) == ("A1区", "路灯", ("photo/1.jpg",))
    assert (report.latitude, report.longitude) == (28.2, 112.9)


def test_an_action_on_a_report_goes_the_way_of_its_channel() -> None:
    action = _action()

    assert (action.scope, action.action) == ("city", ActionName.RESOLVE)
    assert (action.case_id, action.report_id) == ("", ids.report_id("hotline", "R-1"))
    assert (action.unit, action.note) == ("市政", "已修好")


def test_an_action_on_a_case_goes_the_way_of_its_scope() -> None:
    action = _action(case_id="boston:abc:0")

    assert (action.scope, action.case_id, action.report_id) == ("boston", "boston:abc:0", "")


def test_text_is_normalised() -> None:
    report = _report(title=" cafe\u0301\u200b \x00", text="a\r\nb\tc\u2028d\n")
    assert (report.title, report.text) == ("caf\u00e9", "a\nb c\nd")


def test_personal_numbers_are_masked_also_when_something_invisible_stands_between() -> None:
    report = _report(title="电话88665555", text="138\u200b12345678", place={"address": "3号 13812345678"})
    assert (report.title, report.text, report.address) == ("电话********", "*" * 11, "3号 ***********")
    assert _action(note="请致电0731-88665555").note == "请致电****-********"


def test_people_become_keyed_hashes() -> None:
    reporter, actor = _report().reporter, _action(actor=" 张三").actor

    assert reporter == actor
    assert len(reporter) == 32
    other = Doors(DOORS.channels, b"another secret of enough bytes")
    assert _admitted("actions.raw", ACTION | {"actor": "张三"}, other).model_dump()["actor"] != reporter
    assert _report(reporter="").reporter == ""
    assert _report(reporter=" \x00").reporter == ""


def test_unknown_fields_and_hints_are_no_error() -> None:
    report = _report(colour="red", place={"address": "x", "floor": 3})
    assert report.address == "x"


def test_half_a_point_is_no_point() -> None:
    report = _report(place={"latitude": 28.2})
    assert (report.latitude, report.longitude) == (None, None)


def test_a_category_alone_says_enough() -> None:
    assert _report(title="", text="").category == "路灯"


def test_what_the_contract_writes_is_read_back() -> None:
    raw = RawReport.model_validate(REPORT)
    act = RawAction.model_validate(ACTION)
    raws = [RawRecord(_source(m.TOPIC), m.to_bytes(), AT) for m in (raw, act)]
    assert [a.record for a in admit(raws, DOORS).admitted] == [_report(), _action()]


BAD_BYTES = [
    (None, Reason.NO_VALUE, "The record has no value"),
    (b"", Reason.NOT_JSON, "The message is not JSON (EOF"),
    (b"{", Reason.NOT_JSON, "send one JSON object"),
    (b'{"title": "\xff"}', Reason.WRONG_ENCODING, "Byte 11 is not UTF-8"),
    ("{}".encode("utf-16"), Reason.WRONG_ENCODING, "Byte 0 is not UTF-8"),
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
    dead = _dead(topic, value)
    assert dead.reason == reason
    assert words in dead.sentence


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"channel": ""}, Reason.EMPTY_FIELD, "channel is empty: fill it in."),
        ({"channel_ref": " "}, Reason.EMPTY_FIELD, "channel_ref is blank"),
        ({"title": "", "text": "\n", "category": ""}, Reason.EMPTY_FIELD, "The report says nothing"),
        ({"channel": "weibo"}, Reason.UNKNOWN_CHANNEL, "Channel 'weibo' is in no scope: add it"),
        ({"occurred_at": "2020-01-05 08:30"}, Reason.TIME_WITHOUT_ZONE, "occurred_at has no time zone: write it"),
        ({"occurred_at": "last week"}, Reason.TIME_UNREADABLE, "occurred_at is not a time"),
        ({"occurred_at": "2020-02-30T00:00:00Z"}, Reason.TIME_UNREADABLE, "occurred_at is not a time"),
        ({"occurred_at": []}, Reason.TIME_UNREADABLE, "occurred_at is not a time"),
        ({"received_at": "1969-12-31T23:59:59Z"}, Reason.TIME_OUT_OF_RANGE, "received_at does not lie between 1970"),
        ({"received_at": "2200-01-01T00:00:00Z"}, Reason.TIME_OUT_OF_RANGE, "received_at does not lie between 1970"),
        ({"place": {"latitude": 90.1}}, Reason.PLACE_OUT_OF_RANGE, "place.latitude must be 90.0 or less"),
        ({"place": {"longitude": -181}}, Reason.PLACE_OUT_OF_RANGE, "place.longitude must be -180.0 or more"),
        ({"place": {"latitude": float("nan")}}, Reason.PLACE_OUT_OF_RANGE, "place.latitude must be"),
        ({"place": {"latitude": "north"}}, Reason.WRONG_TYPE, "place.latitude has the wrong type"),
        ({"place": "here"}, Reason.WRONG_TYPE, "place has the wrong type"),
        ({"text": 3}, Reason.WRONG_TYPE, "text has the wrong type"),
        ({"attachments": "a.jpg"}, Reason.WRONG_TYPE, "attachments has the wrong type"),
        ({"text": "字" * 20_001}, Reason.TOO_LARGE, "text has 20,001 characters, more than 20,000: shorten it."),
        ({"channel_ref": "x" * 257}, Reason.TOO_LARGE, "channel_ref is longer than 256 characters"),
    ],
)
def test_a_report_that_cannot_be_used(changes: dict[str, Any], reason: Reason, words: str) -> None:
    dead = _dead("reports.raw", json.dumps(REPORT | changes).encode())
    assert dead.reason == reason
    assert words in dead.sentence


@pytest.mark.parametrize("name", ["channel", "channel_ref", "occurred_at", "received_at"])
def test_a_report_without_a_field_that_it_needs(name: str) -> None:
    dead = _dead("reports.raw", json.dumps(_without(REPORT, name)).encode())
    assert (dead.reason, dead.sentence) == (Reason.MISSING_FIELD, f"{name} is missing: send it.")


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"action": "explode"}, Reason.UNKNOWN_ACTION, "'explode' is not known: send one of dispatch, resolve, reopen"),
        ({"channel": ""}, Reason.NO_TARGET, "names no case: send case_id, or channel and channel_ref"),
        ({"channel_ref": ""}, Reason.NO_TARGET, "names no case: send case_id, or channel and channel_ref"),
        ({"channel": "weibo"}, Reason.UNKNOWN_CHANNEL, "Channel 'weibo' is in no scope"),
        ({"case_id": "mars:abc:0"}, Reason.WRONG_SCOPE, "case_id 'mars:abc:0' begins with no scope of the policy"),
        ({"case_id": "abc"}, Reason.WRONG_SCOPE, "begins with no scope of the policy"),
        ({"note": "字" * 20_001}, Reason.TOO_LARGE, "note has 20,001 characters"),
    ],
)
def test_an_action_that_cannot_be_used(changes: dict[str, Any], reason: Reason, words: str) -> None:
    dead = _dead("actions.raw", json.dumps(ACTION | changes).encode())
    assert dead.reason == reason
    assert words in dead.sentence


def test_an_excerpt_shows_what_a_person_needs_and_nobody_s_name_or_number() -> None:
    message = REPORT | {
        "received_at": "soon",
        "text": "电话 13812345678",
        "nickname": "王五",
        "payload": {"who": "赵六"},
    }
    message["place"] = {"address": "字" * 500}
    dead = _dead("reports.raw", json.dumps(message).encode())

    assert len(dead.excerpt) == EXCERPT
    assert '"channel_ref":"R-1"' in dead.excerpt
    assert '"received_at":"soon"' in dead.excerpt
    assert "电话 ***********" in dead.excerpt
    assert not any(name in dead.excerpt for name in ("张三", "王五", "赵六", "1381234"))


def test_an_excerpt_of_broken_json_leaves_people_out_too() -> None:
    dead = _dead("reports.raw", '{"reporter": "张三", "text": "拨打13812345678", "actor":"李四'.encode())
    assert dead.excerpt == '{"reporter": "*", "text": "拨打***********", "actor":"*"'


def test_a_sentence_repeats_no_number() -> None:
    assert "138" not in _dead("reports.raw", json.dumps(REPORT | {"channel": "13812345678"}).encode()).sentence


def test_order_is_kept_and_one_bad_record_harms_no_other() -> None:
    values = [json.dumps(REPORT | {"channel_ref": str(n)}).encode() if n % 3 else b"?" for n in range(9)]
    admission = admit([RawRecord(_source("reports.raw", n), v, AT) for n, v in enumerate(values)], DOORS)
    assert [a.record.source.offset for a in admission.admitted] == [1, 2, 4, 5, 7, 8]
    assert [d.source.offset for d in admission.dead] == [0, 3, 6]


def test_doors_follow_a_policy_s_scopes() -> None:
    scopes = [
        Scope(scope="city", partition=2, channels=("hotline", "app")),
        Scope(scope="boston", partition=5, channels=("boston311",)),
    ]
    assert Doors.of(scopes, DOORS.key) == DOORS


def test_a_key_that_is_too_short_or_too_long_is_refused() -> None:
    for key in (b"", b"k" * 15, b"k" * 65):
        with pytest.raises(ValueError, match="give one of 16 to 64"):
            Doors({}, key)
    assert "kkkk" not in repr(Doors({}, b"k" * 16))


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
_FIELDS = st.sampled_from(sorted({*REPORT, *ACTION, "case_id", "odd"}))
_CHANGED = st.builds(
    lambda base, changes: json.dumps(base | changes).encode(),
    st.sampled_from([REPORT, ACTION]),
    st.dictionaries(_FIELDS, _JSON, max_size=4),
)


@given(st.sampled_from(["reports.raw", "actions.raw"]), st.one_of(st.none(), st.binary(max_size=200), _CHANGED))
def test_whatever_comes_is_admitted_or_dead_and_never_both(topic: str, value: bytes | None) -> None:
    admission = admit([RawRecord(_source(topic), value, AT)], DOORS)

    assert len(admission.admitted) + len(admission.dead) == 1
    assert len(admission.dead) == len(admission.dead_bytes)
    for dead in admission.dead:
        assert dead.sentence.endswith((".", ")"))
        assert len(dead.excerpt) <= EXCERPT
        assert DeadLetter.from_bytes(dead.to_bytes()) == dead
    for admitted in admission.admitted:
        assert type(admitted.record).from_bytes(admitted.record.to_bytes()) == admitted.record
