"""Which statements only read."""

from sinks.clickhouse.warehouse import SqlError

_READS = ("SELECT", "WITH", "SHOW", "DESCRIBE", "EXPLAIN", "EXISTS")


def formatting(sql: str) -> str:
    """The question that ClickHouse's own formatter answers with the statement that `one_reading` judges."""
    return f"SELECT formatQuerySingleLine({quoted(sql)})"


def one_reading(statement: str) -> None:
    """Refuse a statement that does anything but read. `statement` is as ClickHouse's own formatter writes it.

    The `readonly` setting refuses most; it lets by KILL, USE and INTO OUTFILE. Raises SqlError.
    """
    if not statement.startswith(_READS) or " INTO OUTFILE " in statement:
        raise SqlError(f"only reading is allowed here; begin with one of: {', '.join(_READS)}")


def quoted(text: str) -> str:
    """A ClickHouse string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
