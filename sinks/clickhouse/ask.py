"""SQL to the tables of a place: a server, or a data folder, whoever holds it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from sinks.clickhouse.address import Place
from sinks.clickhouse.door import OpenDoor
from sinks.clickhouse.folder import read_sign
from sinks.clickhouse.opening import open_warehouse
from sinks.clickhouse.warehouse import SqlError
from topics.errors import Unavailable

_PATIENCE_S = 10


class Answers(Protocol):
    """Whatever answers SQL for a place."""

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`."""

    def close(self) -> None:
        """See `Warehouse.close`."""


def ask(place: Place, sql: str, format: str = "PrettyCompact") -> str:
    """Answer one reading statement about the tables of a place, in a ClickHouse text format.

    For a folder the process that holds it answers; where none does, this one opens it. Of rows with one key the
    latest alone is seen. Raises SqlError where the statement or the place is wrong, Unavailable where waiting helps.
    """
    with asking(place) as answers:
        return answers.query(sql, format).decode()


@contextmanager
def asking(place: Place) -> Iterator[Answers]:
    """Several questions to one place. Raises as `ask` does."""
    if isinstance(place, Path) and not (place / "clickhouse").is_dir():
        raise SqlError(f"{place} holds no tables: name the folder that a run was given as --data")
    with closing(_reach(place)) as answers:
        yield answers


@retry(
    retry=retry_if_exception_type(Unavailable), wait=wait_fixed(0.2), stop=stop_after_delay(_PATIENCE_S), reraise=True
)
def _reach(place: Place) -> Answers:
    """Open the place, or find its holder's door; who only begins or ends is waited for."""
    try:
        return open_warehouse(place)
    except Unavailable:
        sign = read_sign(place) if isinstance(place, Path) else None
        if sign is None:
            raise
        door = OpenDoor(sign)
        door.query("SELECT 1")
        return door
