"""SQL to a data folder, whoever holds it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from sinks.clickhouse.door import OpenDoor
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.folder import read_sign
from sinks.clickhouse.warehouse import SqlError
from topics.errors import Unavailable

_PATIENCE_S = 10


class Answers(Protocol):
    """Whatever answers SQL for a folder."""

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`."""

    def close(self) -> None:
        """See `Warehouse.close`."""


def ask(data: Path, sql: str, format: str = "PrettyCompact") -> str:
    """Answer one reading statement about the tables of a data folder, in a ClickHouse text format.

    The process that holds the folder answers; where none does, this one opens it. Of rows with one key the latest
    alone is seen. Raises SqlError where the statement or the folder is wrong, Unavailable where waiting helps.
    """
    with asking(data) as answers:
        return answers.query(sql, format).decode()


@contextmanager
def asking(data: Path) -> Iterator[Answers]:
    """Several questions to one folder. Raises as `ask` does."""
    if not (data / "clickhouse").is_dir():
        raise SqlError(f"{data} holds no tables: name the folder that a run was given as --data")
    with closing(_reach(data)) as answers:
        yield answers


@retry(
    retry=retry_if_exception_type(Unavailable), wait=wait_fixed(0.2), stop=stop_after_delay(_PATIENCE_S), reraise=True
)
def _reach(data: Path) -> Answers:
    """Open the folder, or find its holder's door; a holder that only begins or ends is waited for."""
    try:
        return EmbeddedWarehouse(data)
    except Unavailable:
        sign = read_sign(data)
        if sign is None:
            raise
        door = OpenDoor(sign)
        door.query("SELECT 1")
        return door
