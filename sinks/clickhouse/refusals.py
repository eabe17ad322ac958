"""What ClickHouse says when it does not do what it was asked to: wait, or mend the SQL."""

import re

from clickhouse_driver.errors import ErrorCodes

from sinks.clickhouse.warehouse import SqlError
from topics.errors import Unavailable

_WAITABLE = frozenset(
    {
        ErrorCodes.CANNOT_WRITE_TO_FILE_DESCRIPTOR,
        ErrorCodes.CANNOT_WRITE_TO_OSTREAM,
        ErrorCodes.TOO_MANY_SIMULTANEOUS_QUERIES,
        ErrorCodes.NO_FREE_CONNECTION,
        ErrorCodes.SOCKET_TIMEOUT,
        ErrorCodes.NETWORK_ERROR,
        ErrorCodes.ABORTED,
        ErrorCodes.MEMORY_LIMIT_EXCEEDED,
        ErrorCodes.TABLE_IS_READ_ONLY,
        ErrorCodes.NOT_ENOUGH_SPACE,
        ErrorCodes.TOO_MANY_PARTS,
        ErrorCodes.DDL_GUARD_IS_ACTIVE,
        ErrorCodes.UNKNOWN_STATUS_OF_INSERT,
        ErrorCodes.QUERY_WAS_CANCELLED,
        ErrorCodes.KEEPER_EXCEPTION,
    }
)
"""Full disks and memory, too many parts or queries, a server that stops, a replica without its keeper."""


def code_in(said: str) -> int | None:
    """The number of the error that ClickHouse tells of; None where the text is not ClickHouse's."""
    code = re.search(r"Code: (\d+)", said)
    return int(code[1]) if code else None


def refusal(code: int, said: str) -> Unavailable | SqlError:
    """The error to raise for what ClickHouse said."""
    sentence = said.partition("Stack trace:")[0].strip()
    if code in _WAITABLE:
        return Unavailable(f"ClickHouse cannot take more for now: {sentence}")
    return SqlError(sentence)
