"""Which columns of a table can be held against those of the same table in another place."""

import re
from typing import NamedTuple

from sinks.clickhouse.ask import Answers
from sinks.clickhouse.tables import Table
from sinks.clickhouse.warehouse import SqlError


class Column(NamedTuple):
    """One column as a place has it. How its values are kept is no part of its type."""

    type: str
    comment: str


Shape = dict[str, Column]
"""Column name -> what it is, in the table's order."""


class Compared(NamedTuple):
    """The columns compared, those left out by their marks, and those left out since the two types differ."""

    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    unlike: tuple[str, ...]


def shape_of(answers: Answers, table: Table) -> Shape:
    """The columns of a table."""
    lines = answers.query(f"DESCRIBE TABLE {table.name}", "TSV").decode().splitlines()
    described = (line.split("\t") for line in lines)
    return {name: Column(_plain(kind), comment) for name, kind, _, _, comment, *_ in described}


def comparable(table: Table, a: Shape, b: Shape, marks: tuple[str, ...]) -> Compared:
    """What can be compared, less the columns whose comment begins with one of `marks`.

    Types differ where a server is too old to have them. Raises SqlError where one place lacks a column.
    """
    if a.keys() != b.keys():
        lacking = ", ".join(sorted(a.keys() ^ b.keys()))
        raise SqlError(f"only one of the two has {table.name}.{lacking}: start this version's sink on the other first")
    marked = tuple(name for name in a if a[name].comment.startswith(marks))
    unlike = tuple(name for name in a if name not in marked and a[name].type != b[name].type)
    return Compared(tuple(name for name in a if name not in {*marked, *unlike}), marked, unlike)


def _plain(kind: str) -> str:
    return re.sub(r"LowCardinality\((\w+)\)", r"\1", kind)
