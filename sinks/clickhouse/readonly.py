"""Which statements only read."""

from sinks.clickhouse.warehouse import SqlError

_READS = ("SELECT", "WITH", "SHOW", "DESCRIBE", "EXPLAIN", "EXISTS")


def one_reading(statement: str) -> None:
    """Refuse a statement that does anything but read. `statement` is as ClickHouse's own formatter writes it.

    The `readonly` setting refuses most; it lets by KILL, USE and INTO OUTFILE. Raises SqlError.
    """
    if statement.split(maxsplit=1)[0] not in _READS or " INTO OUTFILE " in statement:
        raise SqlError(f"only reading is allowed here; begin with one of: {', '.join(_READS)}")
