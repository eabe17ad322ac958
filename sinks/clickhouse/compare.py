"""Are the tables of two folders equal?

Equal means: the same rows, all columns of the FINAL view, less those that the schema marks `[operational]` and,
on request, those that it marks `[run]`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sinks.clickhouse.ask import asking
from sinks.clickhouse.differences import Difference, differences
from sinks.clickhouse.sums import Side, Sums, kept_key, rows_in, sum_up
from sinks.clickhouse.tables import TABLES, Table

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TableComparison:
    """One table of two folders, the columns left out, and the first few differences."""

    table: str
    a: Side
    b: Side
    left_out: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        """Whether both hold the same rows."""
        return self.a == self.b


def compare(a: Path, b: Path, tables: Iterable[str] | None = None, time_free: bool = False) -> list[TableComparison]:
    """Compare the tables of two data folders; `tables` None takes all, `time_free` leaves out `[run]` columns.

    Raises as `ask` does, and ValueError for a table that there is not.
    """
    chosen = _chosen(tables)
    marks = ("[operational]", "[run]") if time_free else ("[operational]",)
    # one folder after the other: a process opens one at a time
    sums_a, sums_b = _sums(a, chosen, marks), _sums(b, chosen, marks)
    unequal = {table: sums_a[table].differing(sums_b[table])[:_SHOWN] for table in chosen}
    rows_a, rows_b = _rows(a, sums_a, unequal), _rows(b, sums_b, unequal)
    return [
        TableComparison(
            table.name,
            sums_a[table].side(),
            sums_b[table].side(),
            sums_a[table].left_out,
            _first(table, sums_a[table], rows_a.get(table, []), rows_b.get(table, [])),
        )
        for table in chosen
    ]


def _chosen(tables: Iterable[str] | None) -> list[Table]:
    names = [table.name for table in TABLES]
    wanted = names if tables is None else list(tables)
    if unknown := set(wanted) - set(names):
        raise ValueError(f"no table {', '.join(sorted(unknown))}: choose of {', '.join(names)}")
    return [table for table in TABLES if table.name in wanted]


def _sums(folder: Path, tables: Iterable[Table], marks: tuple[str, ...]) -> dict[Table, Sums]:
    with asking(folder) as answers:
        return {table: sum_up(answers, table, marks) for table in tables}


def _rows(folder: Path, sums: dict[Table, Sums], unequal: dict[Table, list[int]]) -> dict[Table, list[bytes]]:
    if not any(unequal.values()):
        return {}
    with asking(folder) as answers:
        return {
            table: rows_in(answers, table, sums[table].compared, buckets)
            for table, buckets in unequal.items()
            if buckets
        }


def _first(table: Table, sums: Sums, a: list[bytes], b: list[bytes]) -> tuple[Difference, ...]:
    return tuple(islice(differences(kept_key(table, sums.compared), a, b), _SHOWN))
