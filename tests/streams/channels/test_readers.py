"""Files as rows, however they are encoded or broken."""

from pathlib import Path

import pytest

from streams.channels.mapping import ChannelMapping, load_mapping
from streams.channels.readers import read_rows
from streams.channels.table import FileFormatError, Row


def _mapping(**changes: object) -> ChannelMapping:
    return ChannelMapping.model_validate(load_mapping("zh-board").model_dump() | changes)


def _rows(folder: Path, content: bytes, **changes: object) -> list[Row]:
    path = folder / "rows.csv"
    path.write_bytes(content)
    return list(read_rows(path, _mapping(**changes)))


@pytest.mark.feature("doors.files")
@pytest.mark.parametrize(
    ("encoding", "written"), [("utf-8", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")]
)
def test_csv_in_any_declared_encoding(tmp_path: Path, encoding: str, written: str) -> None:
    content = 'id,time,text\r\n1,2020-01-05,"灯，坏\n了"\r\n\r\n2,2020-01-06,好'.encode(written)
    assert _rows(tmp_path, content, encoding=encoding) == [
        {"id": "1", "time": "2020-01-05", "text": "灯，坏\n了"},
        {"id": "2", "time": "2020-01-06", "text": "好"},
    ]


@pytest.mark.feature("doors.files")
def test_json_lines_with_a_mark_and_blank_lines(tmp_path: Path) -> None:
    content = '\ufeff{"id":"1","at":{"time":"x"}}\n\n{"id":"2"}\n'.encode()
    assert _rows(tmp_path, content, format="jsonl") == [{"id": "1", "at": {"time": "x"}}, {"id": "2"}]


def test_a_line_that_is_no_object_is_kept_as_it_is(tmp_path: Path) -> None:
    assert _rows(tmp_path, b'{"id":\n[1]\n{"id":"2"}\n', format="jsonl") == ['{"id":', "[1]", {"id": "2"}]


def test_a_row_with_more_cells_than_columns_is_not_trusted(tmp_path: Path) -> None:
    assert _rows(tmp_path, b'id,time,text\n1,2020-01-05,a,"b,c"\n2,2020-01-06\n') == [
        '1,2020-01-05,a,"b,c"',
        {"id": "2", "time": "2020-01-06"},
    ]


def test_unknown_bytes_spoil_their_row_only(tmp_path: Path) -> None:
    rows = _rows(tmp_path, b"id,time,text\n1,2020-01-05,\xff\n2,2020-01-06,ok\n")
    assert rows[0] == {"id": "1", "time": "2020-01-05", "text": "\udcff"}
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("content", "changes", "words"),
    [
        (
            b"no,time,text\n1,2,3\n",
            {},
            r"rows.csv \(read as utf-8\) has no column 'id', which channel zh-board needs.*no, time, text",
        ),
        (b"", {}, "has no column 'id'"),
        (b'id,time,text\n1,2,"open\n2,3,x\n', {}, "rows.csv, line 3: .*mend the quotes"),
        (b"abc", {"encoding": "utf-16"}, "rows.csv is not utf-16.*mend `encoding`"),
        ("编号,时间\n".encode("gb18030"), {}, r"rows.csv \(read as utf-8\) has no column"),
    ],
)
def test_a_file_that_does_not_fit_says_what_to_change(
    tmp_path: Path, content: bytes, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(FileFormatError, match=words):
        _rows(tmp_path, content, **changes)
