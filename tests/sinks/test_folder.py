"""A data folder in the hands of real processes."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sinks.clickhouse.ask import ask
from sinks.clickhouse.door import OpenDoor
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.folder import DoorSign, hang, read_sign
from sinks.clickhouse.tables import TABLES
from sinks.clickhouse.warehouse import SqlError
from tests.sinks.processes import hear, kill, start
from topics.errors import Unavailable

COUNT = "SELECT count() FROM reports"


@contextmanager
def held(folder: Path) -> Iterator[int]:
    """The pid of a process that holds the folder with its door open."""
    child = start("holding", folder)
    try:
        hear(child, "open")
        yield child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0


@pytest.mark.parametrize("batches", [1, 3, 8])
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, batches: int) -> None:
    child = start("loading", tmp_path)
    hear(child, f"batch {batches - 1}\n")
    kill(child)
    assert child.stdout is not None
    acknowledged = batches + len(child.stdout.readlines())
    counts = [int(ask(tmp_path, f"SELECT count() FROM {table.name}", "TSV")) for table in TABLES]
    assert min(counts) >= acknowledged * 20
    assert max(counts) <= acknowledged * 20 + 20


def test_a_second_holder_is_told_who_holds_and_what_to_do(tmp_path: Path) -> None:
    with held(tmp_path) as pid, pytest.raises(Unavailable, match=rf"held by process {pid}: stop that process"):
        EmbeddedWarehouse(tmp_path)
    EmbeddedWarehouse(tmp_path).close()


@pytest.mark.feature("facts.sql")
def test_the_holder_is_asked_and_after_it_the_folder_itself(tmp_path: Path) -> None:
    with held(tmp_path) as pid:
        sign = read_sign(tmp_path)
        assert sign is not None
        assert sign.pid == pid
        assert (tmp_path / "sql.json").stat().st_mode & 0o777 == 0o600
        assert ask(tmp_path, COUNT, "TSV") == "1\n"
    assert read_sign(tmp_path) is None
    assert ask(tmp_path, "SELECT title FROM reports") == ("   ┌─title────┐\n1. │ 路灯坏了 │\n   └──────────┘\n")


@pytest.mark.feature("facts.sql")
@pytest.mark.parametrize("sql", ["DROP TABLE reports", "INSERT INTO reports (scope) VALUES ('x')", "SELECT nothing"])
def test_the_door_only_reads(tmp_path: Path, sql: str) -> None:
    with held(tmp_path):
        with pytest.raises(SqlError):
            ask(tmp_path, sql)
        assert ask(tmp_path, COUNT, "TSV") == "1\n"


def test_without_the_token_nothing_is_answered(tmp_path: Path) -> None:
    with held(tmp_path):
        sign = read_sign(tmp_path)
        assert sign is not None
        with closing(HTTPConnection("127.0.0.1", sign.port)) as connection:
            connection.request("POST", "/", b"SELECT 1", {"Authorization": "Bearer wrong"})
            response = connection.getresponse()
            assert response.status == 403
            assert b"sql.json" in response.read()
        with pytest.raises(Unavailable, match="token"):
            OpenDoor(sign.model_copy(update={"token": "wrong"})).query("SELECT 1")


def test_the_sign_of_a_dead_process_does_not_mislead(tmp_path: Path) -> None:
    child = start("holding", tmp_path)
    hear(child, "open")
    kill(child)
    assert read_sign(tmp_path) is not None
    assert ask(tmp_path, COUNT, "TSV") == "1\n"


def test_a_damaged_sign_is_no_sign(tmp_path: Path) -> None:
    hang(tmp_path, DoorSign(pid=1, port=1, token=""))
    (tmp_path / "sql.json").write_text("{")
    assert read_sign(tmp_path) is None


def test_a_folder_without_tables_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(SqlError, match="holds no tables"):
        ask(tmp_path / "mistyped", "SELECT 1")
    assert list(tmp_path.iterdir()) == []
