"""Excel workbooks as rows: one sheet, its first row the header, every cell as the text that a CSV file would have."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile
from zlib import error as DeflateError  # noqa: N812 - it is a class
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from streams.channels.mapping import ChannelMapping
from streams.channels.table import FileFormatError, Row, check_header, named

Cell = object
_DELIMITER = ","
_BROKEN = (BadZipFile, DeflateError, EOFError, InvalidFileException, KeyError, SyntaxError, TypeError, ValueError)
"""What openpyxl lets through of files that are cut off, damaged or written wrongly."""


def workbook_rows(path: Path, mapping: ChannelMapping) -> Iterator[Row]:
    """The rows of the mapping's sheet, or of the first; empty ones are skipped. Raises FileFormatError, OSError."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except _BROKEN as error:
        raise FileFormatError(f"{path.name} is no Excel workbook (.xlsx): save it as one ({error})") from error
    with closing(book):
        yield from _sheet(path, book, mapping)


def _sheet(path: Path, book: Workbook, mapping: ChannelMapping) -> Iterator[Row]:
    name = mapping.sheet or book.sheetnames[0]
    if name not in book.sheetnames:
        sheets = ", ".join(book.sheetnames)
        raise FileFormatError(f"{path.name} has no sheet {name!r}, only {sheets}: mend `sheet` in the mapping")
    where, zone = f"{path.name}, sheet {name}", mapping.timezone and ZoneInfo(mapping.timezone)
    rows = _lines(where, book, name)
    header = _texts(next(rows, ()), None)
    check_header(where, header, mapping)
    for row in rows:
        if cells := _texts(row, zone or None):
            yield named(header, cells, _DELIMITER)


def _lines(where: str, book: Workbook, name: str) -> Iterator[Sequence[Cell]]:
    sheet = book[name]
    sheet.reset_dimensions()  # many programs write wrong ones
    number = 0
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):  # noqa: B007 - the error names it
            yield row
    except _BROKEN as error:
        raise FileFormatError(f"{where}, row {number + 1}: {error}; mend that row, or save the file again") from error


def _texts(row: Sequence[Cell], zone: ZoneInfo | None) -> list[str]:
    """The cells as text, without the empty ones at the end."""
    texts = [_text(cell, zone) for cell in row]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(cell: Cell, zone: ZoneInfo | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=zone).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
