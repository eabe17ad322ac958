"""Sheets: the rows of one kind that one batch caused, by columns. Each is a record, or a few of them.

Its key is the kind. Its value is ClickHouse's JSONColumns, `{"scope":["a","a"],"report_id":["1","2"],...}`: every
column of the row's contract, in that order, all of one length. Columns that a contract has got since may be missing in
what was written before: every row has their default then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from types import GenericAlias
from typing import Any, ClassVar, Self, get_type_hints

import msgspec
from pydantic import Field, create_model, model_validator
from pydantic.fields import FieldInfo

from topics.acts import Escalation, Notice, Transition
from topics.catalog import MESSAGE_BYTES
from topics.handled import ClockRow, HolderRow
from topics.hot import HotIssueRow
from topics.model import Said
from topics.rows import CaseRow, Kind, MemberRow, ReportRow, Row, Suggestion

CONTRACTS: Mapping[Kind, type[Row]] = {
    row.KIND: row
    for row in (
        ReportRow,
        MemberRow,
        CaseRow,
        Transition,
        Escalation,
        Notice,
        Suggestion,
        HotIssueRow,
        ClockRow,
        HolderRow,
    )
}
"""Kind -> what one row of it is."""
COLUMNS = {kind: tuple(row.model_fields) for kind, row in CONTRACTS.items()}
SHEET_BYTES = MESSAGE_BYTES // 2
"""What does not go into so much is said as several sheets."""

Cells = tuple[object, ...]
"""One row: its values, in the order of its contract."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one kind, one at least, made of values that are right already: unchecked, as all that we say."""

    kind: Kind
    columns: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, kind: Kind, rows: Iterable[Cells]) -> Self:
        """Rows turned on their side. Raises ValueError for a row that has not every column."""
        return cls(kind, dict(zip(COLUMNS[kind], zip(*rows, strict=True), strict=True)))

    @property
    def topic(self) -> str:
        """Where it is said."""
        return CONTRACTS[self.kind].TOPIC

    def values(self, most: int = SHEET_BYTES) -> Iterator[bytes]:
        """The values of its records, of `most` bytes at most, but for a single row that is longer."""
        value = msgspec.json.encode(self.columns)
        middle = len(self.columns["scope"]) // 2
        if len(value) <= most or not middle:
            yield value
        else:
            yield from self._cut(slice(middle)).values(most)
            yield from self._cut(slice(middle, None)).values(most)

    def _cut(self, some: slice) -> "Sheet":
        return Sheet(self.kind, {name: cells[some] for name, cells in self.columns.items()})


class SheetContract(Said):
    """Rows by columns: the n-th value of every column is of the n-th row."""

    ROW: ClassVar[type[Row]]

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, said: object) -> object:
        if not isinstance(said, Mapping) or not isinstance(said.get("version"), Sized):
            return said
        fields = cls.ROW.model_fields.items()
        missing = {name: field.default for name, field in fields if not field.is_required() and name not in said}
        return {**said, **{name: (default,) * len(said["version"]) for name, default in missing.items()}}

    @model_validator(mode="after")
    def _of_one_length(self) -> Self:
        if len({len(cells) for cells in self.__dict__.values()}) != 1:
            raise ValueError("every column of a sheet has one value for each row")
        return self


def _later(field: FieldInfo) -> Any:
    return Field((), json_schema_extra=field.json_schema_extra)


def _contract(row: type[Row]) -> type[SheetContract]:
    hints: dict[str, Any] = get_type_hints(row, include_extras=True)
    columns: dict[str, Any] = {
        name: (GenericAlias(tuple, (hints[name], ...)), ... if field.is_required() else _later(field))
        for name, field in row.model_fields.items()
    }
    made = create_model(f"{row.__name__}s", __base__=SheetContract, __doc__=row.__doc__, **columns)
    made.TOPIC, made.ROW = row.TOPIC, row
    return made


(
    ReportRows,
    MemberRows,
    CaseRows,
    Transitions,
    Escalations,
    Notices,
    Suggestions,
    HotIssueRows,
    ClockRows,
    HolderRows,
) = map(_contract, CONTRACTS.values())
