"""ClickHouse in this process: chdb, with its tables in a data folder."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sinks.clickhouse.folder import Hold
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.readonly import formatting, one_reading, quoted
from sinks.clickhouse.refusals import code_in, refusal
from sinks.clickhouse.warehouse import Blocks
from topics.errors import Unavailable

_WRITING = """SET async_insert = 0, date_time_input_format = 'best_effort', precise_float_parsing = 1,
    input_format_null_as_default = 0, input_format_skip_unknown_fields = 0, max_threads = 1, max_insert_threads = 1"""
_READING = "SET final = 1, max_execution_time = 60, readonly = 1"


class EmbeddedWarehouse:
    """The tables in `folder`, made if absent, held until `close`. A process opens one folder at a time.

    Loads a library of 500 MB. Raises Unavailable while another process holds the folder.
    """

    def __init__(self, folder: Path) -> None:
        folder = folder.absolute()
        self._hold = Hold(folder)
        self._path = folder / "clickhouse"
        self._batch = folder / "insert.json"
        try:
            self._session = _session(self._path)
            self._session.query(_WRITING)
        except BaseException:
            self._hold.release()
            raise

    def execute(self, sql: str) -> None:
        """See `Warehouse.execute`."""
        with _spoken():
            self._session.query(sql)

    def insert(self, table: str, blocks: Blocks) -> None:
        """See `Warehouse.insert`.

        By way of a file: chdb's `send_insert` loses rows without a word when the disk is full, and data within
        the statement is slower from some 10,000 rows.
        """
        with _spoken():
            with self._batch.open("wb") as file:
                file.writelines(blocks)
            self._session.query(f"INSERT INTO {table} FROM INFILE {quoted(str(self._batch))} FORMAT JSONColumns")

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`. Takes 60 s at most."""
        with _spoken(), _session(self._path) as session:
            session.query(_READING)
            one_reading(session.query(formatting(sql), "RawBLOB").bytes().decode())
            answer: bytes = session.query(sql, format).bytes()
            return answer

    def close(self) -> None:
        """See `Warehouse.close`."""
        self._session.close()
        with suppress(OSError):
            self._batch.unlink()
        self._hold.release()


@contextmanager
def open_embedded(folder: Path) -> Iterator[EmbeddedWarehouse]:
    """The warehouse in `folder`, migrated, for the length of a `with`. Raises as EmbeddedWarehouse and `migrate`."""
    with closing(EmbeddedWarehouse(folder)) as warehouse:
        migrate(warehouse)
        yield warehouse


def _session(path: Path) -> Any:
    try:
        from chdb.session import Session  # noqa: PLC0415 - loads 500 MB, and is optional
    except ImportError as error:
        raise RuntimeError("ClickHouse is not installed: pip install 'jiesu[embedded]'") from error
    return Session(str(path))


@contextmanager
def _spoken() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"the data folder cannot be written ({error}): make room, then it goes on") from error
    except RuntimeError as error:
        code = code_in(str(error))
        if code is None:
            raise
        raise refusal(code, str(error)) from error
