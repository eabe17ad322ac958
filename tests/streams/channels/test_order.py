"""A file's messages in event-time order; no row is ever left out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from streams.channels.mapping import load_mapping
from streams.channels.order import Message, messages
from streams.channels.table import FileFormatError
from streams.domain.intake import Door, Doors, RawRecord, admit
from topics.catalog import DOCUMENT_BYTES
from topics.model import Source
from topics.raw import RawReport
from topics.reasons import Reason

HEADER = "id,time,user,title,text,reply,reply_time\n"


def _told(folder: Path, rows: str, name: str = "rows.csv") -> list[Message]:
    path = folder / name
    path.write_bytes((HEADER + rows).encode("utf-8", "surrogateescape"))
    return messages([path], load_mapping("zh-replied"))


def _named(told: list[Message]) -> list[str]:
    return [f"{m.topic.split('.')[0]} {m.key.decode().split('/')[1]}" for m in told]


def test_reports_and_actions_by_event_time_reports_first_at_one_moment(tmp_path: Path) -> None:
    told = _told(
        tmp_path,
        "3,2020-01-03 00:00:00,u,t,x,r,2020-01-05 00:00:00\n"
        "1,2020-01-01 00:00:00,u,t,x,r,2020-01-02 00:00:00\n"
        "2,2020-01-02 00:00:00,u,t,x,,\n"
        "4,2020-01-02 00:00:00,u,t,x,r,2020-01-02 00:00:00\n",
    )

    assert _named(told) == [
        "reports 1",
        "reports 2",
        "reports 4",
        "actions 1",
        "actions 4",
        "reports 3",
        "actions 3",
    ]
    assert told[0].at == datetime(2019, 12, 31, 16, tzinfo=UTC)
    assert [m.number for m in told] == [1, 2, 3, 1, 3, 0, 0]


def test_rows_count_on_from_file_to_file(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    paths[0].write_text("id,time\n1,2020-01-02\n", encoding="utf-8")
    paths[1].write_text("id,time\n2,2020-01-01\n", encoding="utf-8")

    told = messages(paths, load_mapping("zh-board"))

    assert [(m.key, m.number) for m in told] == [(b"zh-board/2", 1), (b"zh-board/1", 0)]


def test_a_message_holds_the_report_as_its_contract_writes_it(tmp_path: Path) -> None:
    (told,) = _told(tmp_path, "1,2020-01-01 00:00:00,u,t,x,,\n")
    report = RawReport.from_bytes(told.value)
    assert (report.title, report.payload["reply"]) == ("t", "")
    assert told.value == report.to_bytes()


def test_a_bad_row_keeps_its_place_and_becomes_a_dead_letter_with_its_own_reason(tmp_path: Path) -> None:
    told = _told(
        tmp_path,
        "1,2020-01-01 00:00:00,u,t,x,,\n"
        "2,soon,u,t,x,,\n"
        ",2020-01-03 00:00:00,u,t,x,,\n"
        "4,2020-01-04 00:00:00,u,t,\udcff,,\n"
        "5,2020-01-05 00:00:00,u,t,x,,,more\n"
        "6,2020-01-06 00:00:00,u,t,x,r,later\n",
    )
    doors = Doors({"zh-replied": Door("zh", 0)}, b"k" * 16)
    raws = [RawRecord(Source(topic=m.topic, partition=0, offset=n), m.value, m.at) for n, m in enumerate(told)]

    admission = admit(raws, doors)

    assert [m.number for m in told] == [0, 1, 2, 3, 4, 5, 5]
    assert [a.record.source.offset for a in admission.admitted] == [0, 5]
    assert [d.reason for d in admission.dead] == [
        Reason.TIME_UNREADABLE,
        Reason.MISSING_FIELD,
        Reason.WRONG_ENCODING,
        Reason.NOT_JSON,
        Reason.TIME_UNREADABLE,
    ]
    assert b"\xff" in admission.dead_bytes[2].raw
    assert told[1].at == told[0].at


def test_a_row_that_no_broker_would_take_is_refused_before_anything_is_published(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id":"1","text":"' + "x" * DOCUMENT_BYTES + '"}\n', encoding="utf-8")
    mapping = load_mapping("zh-board").model_copy(update={"format": "jsonl"})
    with pytest.raises(FileFormatError, match=r"message 1 for reports.raw has .* bytes, more than the 15,000,000"):
        messages([path], mapping)
