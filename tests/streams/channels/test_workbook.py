"""Excel workbooks as rows, however their cells are typed."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from deploy.replay import raw_records
from streams.channels.mapping import ChannelMapping, load_mapping
from streams.channels.order import messages
from streams.channels.readers import read_rows
from streams.channels.table import FileFormatError, Row
from streams.domain.intake import Door, Doors, admit
from tests.streams.domain.raw_records import DOORS
from topics.reasons import Reason

HEADER = ("id", "time", "user", "title", "text")
SEEN = datetime(2020, 1, 5, 8, 30)  # noqa: DTZ001 - a cell knows no zone


def _mapping(**changes: object) -> ChannelMapping:
    return ChannelMapping.model_validate(load_mapping("zh-board").model_dump() | {"format": "xlsx"} | changes)


def _write(folder: Path, *rows: tuple[Any, ...], sheet: str = "", header: tuple[Any, ...] = HEADER) -> Path:
    book = Workbook()
    written = book.create_sheet(sheet) if sheet else book.worksheets[0]
    for row in (header, *rows):
        written.append(row)
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


def _rows(path: Path, **changes: object) -> list[Row]:
    return list(read_rows(path, _mapping(**changes)))


def test_dates_carry_the_mapping_s_zone_and_whole_numbers_no_point(tmp_path: Path) -> None:
    path = _write(tmp_path, (1e16, SEEN, None, "路灯", 2.5), (), (None, "  "), (2, "2020-01-06", "A", True))
    assert _rows(path) == [
        {"id": "10000000000000000", "time": "2020-01-05T08:30:00+08:00", "user": "", "title": "路灯", "text": "2.5"},
        {"id": "2", "time": "2020-01-06", "user": "A", "title": "True"},
    ]
    assert _rows(path, timezone=None)[0] == _rows(path)[0] | {"time": "2020-01-05T08:30:00"}  # type: ignore[operator]


def test_a_date_cell_is_read_whatever_the_times_of_the_mapping_are(tmp_path: Path) -> None:
    path = _write(tmp_path, (1, SEEN, "A", "路灯", "不亮"), (2, "06/01/2020", "A", "路灯", "不亮"))
    told = messages([path], _mapping(times=["%d/%m/%Y"]))
    assert [one.at.isoformat() for one in told] == ["2020-01-05T00:30:00+00:00", "2020-01-05T16:00:00+00:00"]
    assert admit_reasons(path, times=["%d/%m/%Y"]) == []


def admit_reasons(path: Path, **changes: object) -> list[Reason]:
    doors = Doors({"zh-board": Door("city", 0)}, DOORS.key)
    return [dead.reason for dead in admit(raw_records(messages([path], _mapping(**changes))), doors).dead]


@pytest.mark.feature("doors.files")
@pytest.mark.feature("reports.bad-input")
def test_a_bad_row_is_a_dead_letter_and_its_neighbours_are_not(tmp_path: Path) -> None:
    good = (1, SEEN, "A", "路灯", "不亮")
    path = _write(tmp_path, good, (None, *good[1:]), (3, "soon", *good[2:]), (*good, "one too many"), good)
    assert admit_reasons(path) == [Reason.MISSING_FIELD, Reason.TIME_UNREADABLE, Reason.NOT_JSON]
    assert len(messages([path], _mapping())) == 5


def test_a_sheet_by_its_name(tmp_path: Path) -> None:
    path = _write(tmp_path, (1, SEEN), sheet="三月")
    assert [row["id"] for row in _rows(path, sheet="三月") if isinstance(row, dict)] == ["1"]
    with pytest.raises(FileFormatError, match=r"rows.xlsx has no sheet '四月', only Sheet, 三月: mend `sheet`"):
        _rows(path, sheet="四月")


def _cut(book: bytes) -> bytes:
    """The same workbook, a few bytes within its sheet overwritten."""
    at = book.index(b"xl/worksheets/sheet1.xml") + 2_000
    return book[:at] + bytes(64) + book[at + 64 :]


def test_a_file_that_does_not_fit_says_what_to_change(tmp_path: Path) -> None:
    path = _write(tmp_path, (1, SEEN), header=("no", "time"))
    with pytest.raises(FileFormatError, match=r"rows.xlsx, sheet Sheet has no column 'id'.*its columns are: no, time"):
        _rows(path)
    damaged = _write(tmp_path, *((number, SEEN, "A", "路灯", f"不亮 {number}") for number in range(500)))
    damaged.write_bytes(_cut(damaged.read_bytes()))
    with pytest.raises(FileFormatError, match=r"rows.xlsx"):
        _rows(damaged)
    path.write_text("id,time\n")
    with pytest.raises(FileFormatError, match=r"rows.xlsx is no Excel workbook \(.xlsx\): save it as one"):
        _rows(path)
