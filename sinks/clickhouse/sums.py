"""A table as a few numbers: equal tables have equal sums.

A table's hash is the sum modulo 2^128 of its rows' hashes over the columns compared: it does not depend on their
order, so nothing need be sorted. Rows are summed in buckets of their keys, so that only those that
differ need be fetched to name the rows.
"""

from collections.abc import Iterable
from typing import NamedTuple

import orjson

from sinks.clickhouse.ask import Answers
from sinks.clickhouse.tables import Table

_BUCKETS = 256


class Side(NamedTuple):
    """One folder's table: its rows, and the hash over the columns compared, 32 hexadecimal digits."""

    rows: int
    hash: str


class Sums(NamedTuple):
    """What is compared of a table and what is left out, and bucket -> (rows, sum of their hashes)."""

    compared: tuple[str, ...]
    left_out: tuple[str, ...]
    buckets: dict[int, tuple[int, int]]

    def side(self) -> Side:
        """The whole table in two figures."""
        rows = sum(count for count, _ in self.buckets.values())
        return Side(rows, f"{sum(total for _, total in self.buckets.values()) % 2**128:032x}")

    def differing(self, other: "Sums") -> list[int]:
        """The buckets that are not equal, in order."""
        buckets = sorted(self.buckets.keys() | other.buckets.keys())
        return [bucket for bucket in buckets if self.buckets.get(bucket) != other.buckets.get(bucket)]


def sum_up(answers: Answers, table: Table, marks: tuple[str, ...]) -> Sums:
    """Sum a table over the columns whose comment begins with none of `marks`."""
    listed = answers.query(f"DESCRIBE TABLE {table.name}")
    comments = {column["name"]: column["comment"] for column in map(orjson.loads, listed.splitlines())}
    left_out = tuple(name for name, comment in comments.items() if comment.startswith(marks))
    compared = tuple(name for name in comments if name not in left_out)
    row = f"formatRowNoNewline('JSONCompactEachRow', {_names(compared)})"
    total = f"sumWithOverflow(reinterpretAsUInt128(sipHash128({row})))"
    sql = f"SELECT {_bucket(table, compared)} AS bucket, count(), {total} FROM {table.name} GROUP BY bucket"  # noqa: S608 - our own names
    lines = (line.split(b"\t") for line in answers.query(sql, "TSV").splitlines())
    return Sums(compared, left_out, {int(bucket): (int(rows), int(hashes)) for bucket, rows, hashes in lines})


def rows_in(answers: Answers, table: Table, compared: tuple[str, ...], buckets: Iterable[int]) -> list[bytes]:
    """The rows of some buckets, each a JSON object of the columns compared."""
    wanted = ", ".join(map(str, buckets))
    where = f"{_bucket(table, compared)} IN ({wanted})"
    sql = f"SELECT {_names(compared)} FROM {table.name} WHERE {where}"  # noqa: S608 - our own names
    return answers.query(sql).splitlines()


def kept_key(table: Table, compared: tuple[str, ...]) -> tuple[str, ...]:
    """What is left of a table's key when columns are left out."""
    return tuple(column for column in table.key if column in compared)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _bucket(table: Table, compared: tuple[str, ...]) -> str:
    return f"cityHash64({_names(kept_key(table, compared))}) % {_BUCKETS}"
