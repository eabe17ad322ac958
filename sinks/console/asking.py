"""Questions to the tables, and their answers as plain rows."""

from datetime import UTC, datetime
from typing import Any

import orjson

from sinks.clickhouse.holder import Query

Row = dict[str, Any]
"""Column name -> value; times are aware datetimes."""


def rows(query: Query, sql: str) -> list[Row]:
    """The rows of one statement. Columns that end in `_at`, and `at`, are times. Raises what `query` raises."""
    return [_timed(orjson.loads(line)) for line in query(sql, "JSONEachRow").splitlines()]


def text(value: str) -> str:
    """A ClickHouse string literal."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def moment(value: datetime) -> str:
    """A ClickHouse literal of a time."""
    return f"toDateTime64('{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}', 3, 'UTC')"


def _timed(row: Row) -> Row:
    return {name: _read(value) if _is_time(name) else value for name, value in row.items()}


def _is_time(name: str) -> bool:
    return name == "at" or name.endswith("_at")


def _read(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)
