"""One row to one report and its later actions."""

from datetime import UTC, datetime

import pytest

from streams.channels.convert import actions_of, report_of
from streams.channels.mapping import ChannelMapping, load_mapping
from topics.deadline import Urgency
from topics.errors import BadMessage
from topics.raw import Place
from topics.reasons import Reason

BOSTON: dict[str, object] = {
    "case_enquiry_id": "1010",
    "open_dt": "2011-07-01 01:32:33",
    "closed_dt": "2011-07-02 05:06:58",
    "case_title": "Lamp out",
    "reason": "Street Lights",
    "type": "Street Light Outages",
    "department": "PWDx",
    "location": "1 Main St",
    "neighborhood": "Roxbury",
    "latitude": "42.2715",
    "longitude": "-71.0772",
    "source": "Self Service",
}
BOARD: dict[str, object] = {"id": "7", "time": "2020-01-05 08:30:00", "user": "A1", "title": "路灯", "text": "不亮"}


def test_a_boston_row() -> None:
    report = report_of(BOSTON, load_mapping("boston311"))

    assert report.key == "boston311/1010"
    assert report.received_at == report.occurred_at == datetime(2011, 7, 1, 5, 32, 33, tzinfo=UTC)
    assert (report.title, report.category) == ("Lamp out", "Street Light Outages")
    assert report.place == Place(address="1 Main St", region="Roxbury", latitude=42.2715, longitude=-71.0772)
    assert report.payload["source"] == "Self Service"
    assert report.payload["open_dt"] == "2011-07-01 01:32:33"
    assert "case_title" not in report.payload


def test_a_point_that_stands_for_an_address_not_found_is_no_place() -> None:
    mapping = load_mapping("boston311")
    place = report_of(BOSTON | {"latitude": "42.35940", "longitude": "-71.0587"}, mapping).place
    assert (place.latitude, place.longitude, place.address) == (None, None, "1 Main St")
    beside = report_of(BOSTON | {"latitude": "42.3594", "longitude": "-71.0586"}, mapping).place
    assert (beside.latitude, beside.longitude) == (42.3594, -71.0586)


def test_the_first_column_that_is_not_empty_counts() -> None:
    assert report_of(BOSTON | {"type": " "}, load_mapping("boston311")).category == "Street Lights"


def test_what_was_done_later_is_an_action_on_the_same_report() -> None:
    (action,) = actions_of(BOSTON, load_mapping("boston311"))

    assert (action.action, action.key, action.unit) == ("resolve", "boston311/1010", "PWDx")
    assert action.occurred_at == datetime(2011, 7, 2, 9, 6, 58, tzinfo=UTC)
    assert actions_of(BOSTON | {"closed_dt": ""}, load_mapping("boston311")) == []


def test_a_reply_resolves() -> None:
    row = BOARD | {"reply": "已修好", "reply_time": "2020-01-09 10:00:00"}
    (action,) = actions_of(row, load_mapping("zh-replied"))

    assert (action.action, action.note) == ("resolve", "已修好")
    assert action.occurred_at == datetime(2020, 1, 9, 2, tzinfo=UTC)


def test_an_action_says_what_its_columns_say() -> None:
    names = {"reason": "why", "rating": "stars", "stage": "step", "class_code": "kind", "region": "place"}
    rated = {"action": "rate", "when": "rated", "urgency": "press", **names}
    report = {"channel_ref": "id", "occurred_at": "rated", "received_at": "rated"}
    mapping = ChannelMapping.model_validate({"channel": "app", "report": report, "actions": [rated]})
    said = {"why": "slow", "stars": "2", "step": "first", "kind": "road", "place": "n", "press": "urgent"}
    (action,) = actions_of({"id": "7", "rated": "2020-01-09T10:00:00Z", **said}, mapping)
    assert (action.reason, action.rating, action.stage, action.class_code) == ("slow", 2, "first", "road")
    assert (action.region, action.urgency) == ("n", Urgency.URGENT)


EXTENDS = ChannelMapping.model_validate(
    {
        "channel": "app",
        "report": {"channel_ref": "id", "occurred_at": "at", "received_at": "at"},
        "actions": [{"action": "extend", "when": "at", "extend_by": {"amount": "days", "unit": "working_days"}}],
    }
)


@pytest.mark.parametrize(("days", "by"), [("2.5", (2.5, "working_days")), (3, (3, "working_days")), ("", None)])
def test_an_action_says_by_how_much_it_extends(days: object, by: tuple[float, str] | None) -> None:
    (action,) = actions_of({"id": "7", "at": "2020-01-09T10:00:00Z", "days": days}, EXTENDS)
    assert (action.extend_by and (action.extend_by.amount, action.extend_by.unit)) == by


def test_what_is_no_amount_is_left_to_intake() -> None:
    with pytest.raises(BadMessage, match="extend_by"):
        actions_of({"id": "7", "at": "2020-01-09T10:00:00Z", "days": "some"}, EXTENDS)


def test_json_paths_numbers_and_attachments() -> None:
    mapping = ChannelMapping.model_validate(
        {
            "channel": "app",
            "times": ["unix"],
            "report": {
                "channel_ref": "id",
                "occurred_at": "at.seen",
                "received_at": ["at.taken", "at.seen"],
                "text": "body.words",
                "latitude": "gps.lat",
                "attachments": "pictures",
            },
        }
    )
    row: dict[str, object] = {
        "id": 12,
        "at": {"seen": 1578184200},
        "body": {"words": "灯"},
        "gps": None,
        "pictures": ["a.jpg"],
    }

    report = report_of(row, mapping)

    assert (report.channel_ref, report.text, report.attachments) == ("12", "灯", ("a.jpg",))
    assert report.received_at == datetime(2020, 1, 5, 0, 30, tzinfo=UTC)
    assert report.place.latitude is None


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        ({"id": ""}, Reason.MISSING_FIELD, "channel_ref is missing: send it."),
        ({"time": ""}, Reason.MISSING_FIELD, "occurred_at is missing"),
        ({"time": "soon"}, Reason.TIME_UNREADABLE, "occurred_at is not a time: write it as in"),
        ({"time": "1969-01-01 00:00:00"}, Reason.TIME_OUT_OF_RANGE, "occurred_at does not lie between 1970 and 2200"),
        ({"id": "x" * 300}, Reason.TOO_LONG, "channel_ref is longer than 256 characters"),
        ({"title": {"a": 1}}, Reason.WRONG_TYPE, "title has the wrong type: Input should be a valid string"),
    ],
)
def test_a_row_that_cannot_be_a_report_says_why(change: dict[str, object], reason: Reason, words: str) -> None:
    with pytest.raises(BadMessage) as bad:
        report_of(BOARD | change, load_mapping("zh-board"))
    assert bad.value.reason == reason
    assert words in bad.value.sentence


def test_a_time_without_any_zone_is_refused() -> None:
    mapping = load_mapping("zh-board").model_copy(update={"timezone": None})
    with pytest.raises(BadMessage, match="occurred_at has no time zone"):
        report_of(BOARD, mapping)
