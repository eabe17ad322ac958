"""Lines that are messages of a raw topic already."""

import json
from pathlib import Path

import pytest

from deploy.replay import raw_records
from streams.channels.mapping import ChannelMapping, MappingError
from streams.channels.order import digest, messages
from streams.channels.verbatim import load_form
from streams.domain.intake import admit
from tests.streams.domain.raw_records import ACTION, DOORS, REPORT
from topics.model import EARLIEST
from topics.reasons import Reason


def _write(folder: Path, *lines: bytes) -> Path:
    path = folder / "lines.jsonl"
    path.write_bytes(b"\r\n".join(lines) + b"\n\n")
    return path


def test_lines_go_as_they_are_in_the_order_of_their_times(tmp_path: Path) -> None:
    later = json.dumps(REPORT | {"received_at": "2020-01-06T09:00:00+08:00", "odd": 1}).encode()
    sooner = json.dumps(REPORT | {"channel": "app"}).encode()
    told = messages([_write(tmp_path, later, b"? ", b"", sooner)], load_form("reports.raw"))

    assert [one.value for one in told] == [sooner, later, b"? "]
    assert [(one.topic, one.key, one.number) for one in told] == [
        ("reports.raw", b"app/R-1", 2),
        ("reports.raw", b"hotline/R-1", 0),
        ("reports.raw", b"row 1", 1),
    ]
    assert told[1].at == told[2].at


def test_what_tells_no_time_at_the_very_beginning_comes_first(tmp_path: Path) -> None:
    action = json.dumps(ACTION).encode()
    told = messages([_write(tmp_path, b"\xff", action)], load_form("actions.raw"))
    assert [(one.topic, one.value) for one in told] == [("actions.raw", b"\xff"), ("actions.raw", action)]
    assert told[0].at == EARLIEST
    assert [dead.reason for dead in admit(raw_records(told), DOORS).dead] == [Reason.WRONG_ENCODING]


def test_a_form_is_found_by_the_name_of_a_topic_or_of_a_mapping(tmp_path: Path) -> None:
    assert isinstance(load_form("zh-board"), ChannelMapping)
    with pytest.raises(MappingError, match="no mapping 'inbox'"):
        load_form("inbox")
    path = _write(tmp_path, b"{}")
    assert digest(path, load_form("reports.raw")) != digest(path, load_form("actions.raw"))
