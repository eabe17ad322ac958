"""Questions to the tables of a place that others fill, for as long as a program lives."""

from collections.abc import Callable
from pathlib import Path

from sinks.clickhouse.address import Place, ServerAddress
from sinks.clickhouse.door import OpenDoor
from sinks.clickhouse.folder import read_sign
from sinks.clickhouse.server import ServerWarehouse
from sinks.clickhouse.warehouse import SqlError
from topics.errors import Unavailable

Query = Callable[[str, str], bytes]
"""A reading statement and a ClickHouse format -> the answer. Raises Unavailable, SqlError."""


def query_of(place: Place) -> Query:
    """Ways to ask a place that may be away now and back later. It is not touched before the first question."""
    return Server(place).query if isinstance(place, ServerAddress) else Holder(place).query


def unanswered(query: Query) -> list[str]:
    """What stands in the way of an answer, as a sentence; none where the tables answer."""
    try:
        query("SELECT 1", "TSV")
    except (Unavailable, SqlError) as error:
        return [str(error)]
    return []


class Holder:
    """The process that holds the tables in `folder`, whichever that is when it is asked; this one never opens them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`. Raises Unavailable while nobody holds the folder."""
        sign = read_sign(self._folder)
        if sign is None:
            raise Unavailable(f"no process holds the tables in {self._folder}: start the sink (jiesu run sink)")
        return OpenDoor(sign).query(sql, format)


class Server:
    """A server, entered at the first question that it answers."""

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._entered: ServerWarehouse | None = None

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`. Raises Unavailable while the server is away."""
        self._entered = self._entered or ServerWarehouse(self._address)
        return self._entered.query(sql, format)
