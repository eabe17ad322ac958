"""What every table has, whatever file it comes in: a header, and rows under it."""

import csv
import io
from collections.abc import Sequence

from streams.channels.mapping import ChannelMapping

Row = dict[str, object] | str
"""A row by column name; or, where it has no columns that can be trusted, its text."""


class FileFormatError(ValueError):
    """A file that the mapping does not fit as a whole; its words name the file and what to change."""


def named(header: Sequence[str], cells: Sequence[str], delimiter: str) -> Row:
    """The cells by their columns; as text where there are more cells than columns."""
    if len(cells) <= len(header):
        return dict(zip(header, cells, strict=False))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue()


def check_header(where: str, header: Sequence[str], mapping: ChannelMapping) -> None:
    """Is every column there that a report cannot do without? `where` names the file. Raises FileFormatError."""
    for needed in (mapping.report.channel_ref, mapping.report.occurred_at, mapping.report.received_at):
        if not set(needed) & set(header):
            shown = ", ".join(header).encode(errors="replace").decode()
            raise FileFormatError(
                f"{where} has no column {' or '.join(needed)!r}, which channel {mapping.channel} needs; "
                f"its columns are: {shown}. Choose another channel, or mend its mapping"
            )
