"""A table as a few numbers: equal tables have equal sums.

A table's hash is the sum modulo 2^128 of its rows' hashes over the columns compared: it does not depend on their
order, so nothing need be sorted. A row is hashed here, as ClickHouse writes it, so that servers of any version can be
held against each other. Rows are summed in buckets of their keys, so that only those that differ need be fetched again
to name the rows.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import xxhash

from sinks.clickhouse.ask import Answers
from sinks.clickhouse.tables import Table

_BUCKETS = 256
_ROWS_AT_ONCE = 500_000


class Side(NamedTuple):
    """One place's table: its rows, and the hash over the columns compared, 32 hexadecimal digits."""

    rows: int
    hash: str


class Sums(NamedTuple):
    """Bucket -> its rows, and bucket -> the sum of their hashes."""

    rows: Counter[int]
    hashes: Counter[int]

    def side(self) -> Side:
        """The whole table in two figures."""
        return Side(self.rows.total(), f"{self.hashes.total() % 2**128:032x}")

    def differing(self, other: "Sums") -> list[int]:
        """The buckets that are not equal, in order."""
        buckets = sorted(self.rows.keys() | other.rows.keys())
        return [one for one in buckets if (self.rows[one], self.hashes[one]) != (other.rows[one], other.hashes[one])]


def sum_up(answers: Answers, table: Table, columns: tuple[str, ...]) -> Sums:
    """Sum a table over some columns, fetching a stretch of buckets at a time."""
    sums = Sums(Counter(), Counter())
    rows = int(answers.query(f"SELECT count() FROM {table.name}", "TSV"))  # noqa: S608 - our own names
    step = max(_BUCKETS * _ROWS_AT_ONCE // max(rows, 1), 1)
    for first in range(0, _BUCKETS, step):
        for line in _stretch(answers, table, columns, first, first + step):
            bucket, _, row = line.partition(b"\t")
            sums.rows[int(bucket)] += 1
            sums.hashes[int(bucket)] += xxhash.xxh3_128_intdigest(row)
    return sums


def rows_in(answers: Answers, table: Table, columns: tuple[str, ...], buckets: Iterable[int]) -> list[bytes]:
    """The rows of some buckets, each a JSON object of the columns."""
    wanted = ", ".join(map(str, buckets))
    where = f"{_bucket(table, columns)} IN ({wanted})"
    sql = f"SELECT {_names(columns)} FROM {table.name} WHERE {where}"  # noqa: S608 - our own names
    return answers.query(sql).splitlines()


def kept_key(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """What is left of a table's key when columns are left out."""
    return tuple(column for column in table.key if column in columns)


def _stretch(answers: Answers, table: Table, columns: tuple[str, ...], first: int, end: int) -> list[bytes]:
    bucket = _bucket(table, columns)
    where = f"bucket >= {first} AND bucket < {end}"
    sql = f"SELECT {bucket} AS bucket, {_names(columns)} FROM {table.name} WHERE {where}"  # noqa: S608 - our own names
    return answers.query(sql, "TSV").splitlines()


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _bucket(table: Table, columns: tuple[str, ...]) -> str:
    return f"cityHash64({_names(kept_key(table, columns))}) % {_BUCKETS}"
