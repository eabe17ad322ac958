"""What the sink needs of ClickHouse, in this process or on a server."""

from collections.abc import Sequence
from typing import Protocol

Blocks = Sequence[bytes]
"""Rows by columns, JSONColumns each: `{"scope":["a","b"],...}`. Times are ISO 8601 in UTC, with Z."""


class SqlError(Exception):
    """ClickHouse, or the read-only rule, refuses the SQL: the text says why. The person who wrote it can mend it."""


class Warehouse(Protocol):
    """ClickHouse behind four verbs. One thread inserts; any thread may query."""

    def execute(self, sql: str) -> None:
        """Run one statement that changes the schema. Raises Unavailable, SqlError."""

    def insert(self, table: str, blocks: Blocks) -> None:
        """Keep rows; columns left out of all blocks take their defaults. On return they survive a kill -9.

        Raises Unavailable where waiting helps; then any of the rows may be kept, or none. Raises SqlError
        where the columns do not fit the table.
        """

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """Answer one reading statement in a ClickHouse format; of rows with one key it sees the latest alone.

        Raises SqlError where the statement is wrong or would change anything, Unavailable where waiting helps.
        """

    def close(self) -> None:
        """Let go of ClickHouse."""
