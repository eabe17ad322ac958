"""Every raw record is admitted, or dead with a reason; never both, never neither."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.domain.intake import Doors, RawRecord, admit
from streams.domain.refusals import EXCERPT
from tests.streams.domain.raw_records import ACTION, AT, DOORS, REPORT, action_of, admitted, report_of, source_on
from topics import ids
from topics.action import ActionName
from topics.facts import DeadLetter
from topics.policy import Scope
from topics.raw import RawAction, RawReport


def test_a_report_gets_its_scope_its_id_and_utc_times() -> None:
    report = report_of()

    assert (report.scope, report.source) == ("city", source_on("reports.raw"))
    assert report.report_id == ids.report_id("hotline", "R-1")
    assert report.occurred_at == datetime(2020, 1, 5, 0, 30, tzinfo=UTC)
    assert report.received_at == datetime(2020, 1, 5, 1, 0, 0, 123000, tzinfo=UTC)
    assert (report.title, report.text, report.address) == ("路灯不亮", "第三盏", "滨河路3号")
    assert (report.region, report.category, report.attachments) == ("A1区", "路灯", ("photo/1.jpg",))
    assert (report.latitude, report.longitude) == (28.2, 112.9)


def test_an_action_on_a_report_goes_the_way_of_its_channel() -> None:
    action = action_of()

    assert (action.scope, action.action) == ("city", ActionName.RESOLVE)
    assert (action.case_id, action.report_id) == ("", ids.report_id("hotline", "R-1"))
    assert (action.unit, action.note) == ("市政", "已修好")


def test_an_action_on_a_case_goes_the_way_of_its_scope() -> None:
    action = action_of(case_id="boston:abc:0")

    assert (action.scope, action.case_id, action.report_id) == ("boston", "boston:abc:0", "")


def test_text_is_normalised() -> None:
    report = report_of(title=" cafe\u0301\u200b \x00", text="a\r\nb\tc\u2028d\n")
    assert (report.title, report.text) == ("caf\u00e9", "a\nb c\nd")


def test_personal_numbers_are_masked_also_when_something_invisible_stands_between() -> None:
    report = report_of(title="电话88665555", text="138\u200b12345678", place={"address": "3号 13812345678"})
    assert (report.title, report.text, report.address) == ("电话********", "*" * 11, "3号 ***********")
    assert action_of(note="请致电0731-88665555").note == "请致电****-********"


@pytest.mark.feature("reports.personal-data")
def test_people_become_keyed_hashes() -> None:
    reporter, actor = report_of().reporter, action_of(actor=" 张三").actor

    assert reporter == actor
    assert len(reporter) == 32
    other = Doors(DOORS.channels, b"another secret of enough bytes")
    hashed_otherwise = admitted("actions.raw", ACTION | {"actor": "张三"}, other)
    assert getattr(hashed_otherwise, "actor", reporter) != reporter
    assert report_of(reporter="").reporter == ""
    assert report_of(reporter=" \x00").reporter == ""


@pytest.mark.feature("reports.schema")
def test_unknown_fields_and_hints_are_no_error() -> None:
    report = report_of(colour="red", place={"address": "x", "floor": 3})
    assert report.address == "x"


def test_half_a_point_is_no_point() -> None:
    report = report_of(place={"latitude": 28.2})
    assert (report.latitude, report.longitude) == (None, None)


def test_a_category_alone_says_enough() -> None:
    assert report_of(title="", text="").category == "路灯"


def test_what_the_contract_writes_is_read_back() -> None:
    raw = RawReport.model_validate(REPORT)
    act = RawAction.model_validate(ACTION)
    raws = [RawRecord(source_on(m.TOPIC), m.to_bytes(), AT) for m in (raw, act)]
    assert [a.record for a in admit(raws, DOORS).admitted] == [report_of(), action_of()]


def test_order_is_kept_and_one_bad_record_harms_no_other() -> None:
    values = [json.dumps(REPORT | {"channel_ref": str(n)}).encode() if n % 3 else b"?" for n in range(9)]
    admission = admit([RawRecord(source_on("reports.raw", n), v, AT) for n, v in enumerate(values)], DOORS)
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


@pytest.mark.feature("reports.bad-input")
@settings(suppress_health_check=[HealthCheck.too_slow])  # the first text drawn reads all of Unicode's tables
@given(st.sampled_from(["reports.raw", "actions.raw"]), st.one_of(st.none(), st.binary(max_size=200), _CHANGED))
def test_whatever_comes_is_admitted_or_dead_and_never_both(topic: str, value: bytes | None) -> None:
    admission = admit([RawRecord(source_on(topic), value, AT)], DOORS)

    assert len(admission.admitted) + len(admission.dead) == 1
    assert len(admission.dead) == len(admission.dead_bytes)
    for dead in admission.dead:
        assert dead.sentence.endswith((".", ")"))
        assert len(dead.excerpt) <= EXCERPT
        assert DeadLetter.from_bytes(dead.to_bytes()) == dead
    for _, record in admission.admitted:
        assert type(record).from_bytes(record.to_bytes()) == record
