"""Files as rows: CSV, JSON Lines and Excel, one row at a time, with whatever mark and encoding they come in."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from streams.channels.mapping import ChannelMapping
from streams.channels.table import FileFormatError, Row, check_header, named
from streams.channels.workbook import workbook_rows
from streams.domain.parsing import parse
from topics.errors import BadMessage

BYTE_ORDER_MARK = "\ufeff"
_LONGEST_CELL = 1 << 30


def read_rows(path: Path, mapping: ChannelMapping) -> Iterator[Row]:
    """The rows of a file in their order, none left out.

    Bytes that the encoding does not know are kept as surrogate escapes, so that the row, not the file, is refused.
    Raises FileFormatError where the file as a whole does not fit the mapping; OSError where it cannot be read.
    """
    if mapping.format == "xlsx":
        yield from workbook_rows(path, mapping)
        return
    with path.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as stream:
        try:
            yield from _csv(path, stream, mapping) if mapping.format == "csv" else _json_lines(stream)
        except UnicodeError as error:
            raise FileFormatError(f"{path.name} is not {mapping.encoding}: {error}; mend `encoding`") from error


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix(BYTE_ORDER_MARK) if number == 0 else line


def _json_lines(stream: TextIO) -> Iterator[Row]:
    for line in _without_mark(stream):
        if text := line.strip():
            yield row_of(text)


def row_of(text: str) -> Row:
    """One JSON document as a row; as its text where it is no object, for intake to refuse."""
    try:
        value = parse(text.encode("utf-8", "surrogateescape"))
    except BadMessage:
        return text
    return value if isinstance(value, dict) else text


def _csv(path: Path, stream: TextIO, mapping: ChannelMapping) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(_without_mark(stream), delimiter=mapping.delimiter, strict=True)
    try:
        header = next(reader, [])
        check_header(f"{path.name} (read as {mapping.encoding})", header, mapping)
        for cells in reader:
            if cells:
                yield named(header, cells, mapping.delimiter)
    except csv.Error as error:
        raise FileFormatError(f"{path.name}, line {reader.line_num}: {error}; mend the quotes of that row") from error
