"""What the tables of a run say: as much as the self-check asks, in one piece."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

Query = Callable[[str, str], bytes]
"""A reading statement and a ClickHouse format -> the answer."""
_TIMES = frozenset({"at", "fire_at", "due_at", "retracted_at"})
Row = dict[str, Any]
_Key = tuple[str, str, datetime, int | None]


class Found(NamedTuple):
    """Rows of each table as dicts; times are aware datetimes. Transitions stand in the order of the log."""

    reports: list[Row]
    members: list[Row]
    cases: list[Row]
    transitions: list[Row]
    escalations: list[Row]
    notices: list[Row]
    dead_letters: list[Row]

    def histories(self) -> dict[str, list[Row]]:
        """The transitions of each case, as they were first said."""
        told: dict[str, list[Row]] = defaultdict(list)
        for row in self.transitions:
            if row["revises"] is None:
                told[row["case_id"]].append(row)
        return told

    def outcomes(self) -> list[Row]:
        """The transitions as they were said last: what came late may have shown them to be otherwise.

        Their `first_reason` is the one that was said first: it tells what somebody did from what a report caused.
        """
        said = [{**row, "first_reason": row["reason"]} for row in self.transitions if row["revises"] is None]
        by_key: dict[_Key, list[Row]] = defaultdict(list)
        for row in said:
            by_key[row["case_id"], row["action"], row["at"], row["version"]].append(row)
        for row in self.transitions:
            for one in by_key[row["case_id"], row["action"], row["at"], row["revises"]]:
                one.update(accepted=row["accepted"], reason=row["reason"])
        return said

    def outcomes_by_case(self) -> dict[str, list[Row]]:
        """The same, of each case."""
        of: dict[str, list[Row]] = defaultdict(list)
        for row in self.outcomes():
            of[row["case_id"]].append(row)
        return of


_COLUMNS = {
    "reports": ("report_id", "channel", "channel_ref", "revision", "redeliveries"),
    "members": ("report_id", "case_id"),
    "cases": ("scope", "case_id", "class_code", "reports", "round", "due_at"),
    "transitions": (
        "case_id",
        "version",
        "index",
        "at",
        "action",
        "accepted",
        "reason",
        "unit",
        "report_id",
        "revises",
    ),
    "escalations": ("case_id", "clock", "holder", "round", "rung", "fire_at", "version", "retracted_at"),
    "notices": ("case_id", "at", "notice"),
    "dead_letters": ("source_topic", "excerpt"),
}


def read_found(query: Query) -> Found:
    """Ask the tables. Raises what `query` raises."""
    found = Found(**{table: _rows(query, table, columns) for table, columns in _COLUMNS.items()})
    found.transitions.sort(key=lambda row: (row["version"], row["index"]))
    return found


def _rows(query: Query, table: str, columns: tuple[str, ...]) -> list[Row]:
    named = ", ".join(f"`{column}`" for column in columns)
    answer = query(f"SELECT {named} FROM {table}", "JSONEachRow")  # noqa: S608 - our own names
    return [_read(orjson.loads(line)) for line in answer.splitlines()]


def _read(row: Row) -> Row:
    return {name: _moment(value) if name in _TIMES and value else value for name, value in row.items()}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
