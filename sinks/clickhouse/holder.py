"""Questions to whoever holds a data folder at the moment."""

from pathlib import Path

from sinks.clickhouse.door import OpenDoor
from sinks.clickhouse.folder import read_sign
from topics.errors import Unavailable


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
