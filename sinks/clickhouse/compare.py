"""Are the tables of two places equal?

Equal means: the same rows, all columns of the FINAL view, less those that the schema marks `[operational]` and,
on request, those that it marks `[run]`. A column that a server too old for it keeps in another type is left out, and
named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sinks.clickhouse.address import Place
from sinks.clickhouse.ask import asking
from sinks.clickhouse.differences import Difference, differences
from sinks.clickhouse.shapes import Compared, Shape, comparable, shape_of
from sinks.clickhouse.sums import Side, Sums, kept_key, rows_in, sum_up
from sinks.clickhouse.tables import TABLES, Table
from sinks.clickhouse.warehouse import SqlError

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TableComparison:
    """One table of two places, the columns left out, those of another type, and the first few differences."""

    table: str
    a: Side
    b: Side
    left_out: tuple[str, ...]
    unlike: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        """Whether both hold the same rows."""
        return self.a == self.b


def compare(a: Place, b: Place, tables: Iterable[str] | None = None, time_free: bool = False) -> list[TableComparison]:
    """Compare the tables of two places; `tables` None takes all, `time_free` leaves out `[run]` columns.

    Raises as `ask` does, and SqlError for a table that there is not.
    """
    chosen = _chosen(tables)
    marks = ("[operational]", "[run]") if time_free else ("[operational]",)
    # one place after the other: a process opens one folder at a time
    shapes_a, shapes_b = _shapes(a, chosen), _shapes(b, chosen)
    compared = {table: comparable(table, shapes_a[table], shapes_b[table], marks) for table in chosen}
    sums_a, sums_b = _sums(a, compared), _sums(b, compared)
    unequal = {table: found[:_SHOWN] for table in chosen if (found := sums_a[table].differing(sums_b[table]))}
    rows_a, rows_b = _rows(a, compared, unequal), _rows(b, compared, unequal)
    return [
        TableComparison(
            table.name,
            sums_a[table].side(),
            sums_b[table].side(),
            compared[table].left_out,
            compared[table].unlike,
            _first(table, compared[table], rows_a.get(table, []), rows_b.get(table, [])),
        )
        for table in chosen
    ]


def _chosen(tables: Iterable[str] | None) -> list[Table]:
    names = [table.name for table in TABLES]
    wanted = names if tables is None else list(tables)
    if unknown := set(wanted) - set(names):
        raise SqlError(f"no table {', '.join(sorted(unknown))}: choose of {', '.join(names)}")
    return [table for table in TABLES if table.name in wanted]


def _shapes(place: Place, tables: Iterable[Table]) -> dict[Table, Shape]:
    with asking(place) as answers:
        return {table: shape_of(answers, table) for table in tables}


def _sums(place: Place, compared: dict[Table, Compared]) -> dict[Table, Sums]:
    with asking(place) as answers:
        return {table: sum_up(answers, table, these.columns) for table, these in compared.items()}


def _rows(place: Place, compared: dict[Table, Compared], unequal: dict[Table, list[int]]) -> dict[Table, list[bytes]]:
    if not unequal:
        return {}
    with asking(place) as answers:
        return {table: rows_in(answers, table, compared[table].columns, buckets) for table, buckets in unequal.items()}


def _first(table: Table, compared: Compared, a: list[bytes], b: list[bytes]) -> tuple[Difference, ...]:
    return tuple(islice(differences(kept_key(table, compared.columns), a, b), _SHOWN))
