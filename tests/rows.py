"""Rows one by one, each held to its contract: what tests speak of where the stream speaks of sheets."""

from collections.abc import Iterable

from topics.rows import Row
from topics.sheets import COLUMNS, CONTRACTS, Sheet


def sheet(*rows: Row) -> Sheet:
    """Rows of one kind."""
    kind = rows[0].KIND
    return Sheet.of(kind, [tuple(getattr(row, name) for name in COLUMNS[kind]) for row in rows])


def rows_of(facts: Iterable[object]) -> list[Row]:
    """The rows of the sheets among facts. Raises pydantic.ValidationError for one that breaks its contract."""
    return [row for fact in facts if isinstance(fact, Sheet) for row in _rows(fact)]


def _rows(one: Sheet) -> list[Row]:
    named = [dict(zip(one.columns, cells, strict=True)) for cells in zip(*one.columns.values(), strict=True)]
    return [CONTRACTS[one.kind].model_validate(row, strict=True) for row in named]


def altered(one: Sheet, **values: object) -> Sheet:
    """The same rows with these values in every one of them."""
    rows = len(one.columns["scope"])
    return Sheet(one.kind, {**one.columns, **{name: (value,) * rows for name, value in values.items()}})
