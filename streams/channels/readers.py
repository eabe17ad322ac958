"""Files as rows: CSV and JSON Lines, one row at a time, with whatever byte order mark and encoding they come in."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import orjson

from streams.channels.mapping import ChannelMapping

BYTE_ORDER_MARK = "\ufeff"
Row = dict[str, object] | str
"""A row by column name; or, where it has no columns that can be trusted, its text."""


class FileFormatError(ValueError):
    """A file that the mapping does not fit as a whole; its words name the file and what to change."""


def read_rows(path: Path, mapping: ChannelMapping) -> Iterator[Row]:
    """The rows of a file in their order, none left out.

    Bytes that the encoding does not know are kept as surrogate escapes, so that the row, not the file, is refused.
    Raises FileFormatError where the file as a whole does not fit the mapping; OSError where it cannot be read.
    """
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
            yield _object(text)


def _object(text: str) -> Row:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return value if isinstance(value, dict) else text


def _csv(path: Path, stream: TextIO, mapping: ChannelMapping) -> Iterator[Row]:
    reader = csv.reader(_without_mark(stream), delimiter=mapping.delimiter, strict=True)
    try:
        header = next(reader, [])
        _check_header(path, header, mapping)
        for cells in reader:
            if cells:
                yield _named(header, cells, mapping.delimiter)
    except csv.Error as error:
        raise FileFormatError(f"{path.name}, line {reader.line_num}: {error}; mend the quotes of that row") from error


def _named(header: list[str], cells: list[str], delimiter: str) -> Row:
    if len(cells) <= len(header):
        return dict(zip(header, cells, strict=False))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue()


def _check_header(path: Path, header: list[str], mapping: ChannelMapping) -> None:
    for needed in (mapping.report.channel_ref, mapping.report.occurred_at, mapping.report.received_at):
        if not set(needed) & set(header):
            shown = ", ".join(header).encode(errors="replace").decode()
            raise FileFormatError(
                f"{path.name} has no column {' or '.join(needed)!r}, which channel {mapping.channel} needs; "
                f"its columns, read as {mapping.encoding}, are: {shown}. Choose another channel, or mend its mapping"
            )
