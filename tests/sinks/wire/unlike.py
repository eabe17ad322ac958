"""The columns that a server of 2018 keeps in another type: what both places can be asked of them."""

from sinks.clickhouse.address import Place
from sinks.clickhouse.ask import asking
from sinks.clickhouse.shapes import comparable, shape_of
from sinks.clickhouse.tables import TABLES, Table

TRUTHS = ("leader", "late", "accepted")


def unlike(place: Place, other: Place) -> dict[str, bytes]:
    """Of the columns that `compare` leaves out for their types, sums that tie each value to its row's key.

    Times in seconds and truths as numbers are what both places know.
    """
    with asking(other) as answers:
        shapes = {table: shape_of(answers, table) for table in TABLES}
    with asking(place) as answers:
        return {
            f"{table.name}.{column}": answers.query(tied(table, column), "TSV")
            for table in TABLES
            for column in comparable(table, shape_of(answers, table), shapes[table], ("[operational]",)).unlike
        }


def tied(table: Table, column: str) -> str:
    value = f"toInt64({column})" if column in TRUTHS else f"toInt64(toUnixTimestamp({column}))"
    key = ", ".join(f"`{name}`" for name in table.key)
    return f"SELECT count({column}), sum(cityHash64({key}, {value})) FROM {table.name}"
