"""What a server says, and what becomes of it: wait, or tell a person."""

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from clickhouse_driver import Client
from pydantic import SecretStr

from deploy.broker.jars import default_cache
from deploy.broker.node import HOST
from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.server import ServerWarehouse
from sinks.clickhouse.warehouse import SqlError
from tests.contracts.warehouse import block, member, rows
from tests.sinks.wire.node import PASSWORD, Node
from tests.sinks.wire.packages import prepare
from topics.errors import Unavailable

NUMBERS = "CREATE TABLE numbers (n UInt64, at DateTime('UTC')) ENGINE = MergeTree() ORDER BY n"
AT = "2025-03-01T00:00:00Z"


@pytest.fixture
def warehouse(server: ServerAddress) -> Iterator[ServerWarehouse]:
    with closing(ServerWarehouse(server)) as warehouse:
        migrate(warehouse)
        yield warehouse


def test_an_old_server_is_refused_with_what_to_do(server: ServerAddress) -> None:
    with pytest.raises(SqlError, match=r"is ClickHouse 18\.16\.1: upgrade it to 24\.8 or newer"):
        ServerWarehouse(server.model_copy(update={"any_version": False}))


def test_a_wrong_password_is_refused_and_repeated_nowhere(
    server: ServerAddress, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = server.model_copy(update={"password": SecretStr("not-this-one")})
    with closing(ServerWarehouse(server)) as right, pytest.raises(SqlError) as refused:
        right.insert("nowhere", block({"n": [1]}))
    said = [str(refused.value)]
    with pytest.raises(SqlError, match=r"[Pp]assword") as refused, closing(ServerWarehouse(wrong)) as warehouse:
        warehouse.query("SELECT 1")
    everything = "\n".join([*said, str(refused.value), repr(wrong), str(server), repr(server), caplog.text])
    assert "not-this-one" not in everything
    assert PASSWORD not in everything


def test_what_was_acknowledged_survives_kill_9_and_the_same_connection_goes_on(
    warehouse: ServerWarehouse, clickhouse: Node
) -> None:
    for version in range(20):
        warehouse.insert("members", block(member(version, report=f"r{version}")))
    clickhouse.kill()
    try:
        with pytest.raises(Unavailable, match=r"does not answer .*: start ClickHouse, or correct JIESU_TABLES"):
            warehouse.insert("members", block(member(20)))
        with pytest.raises(Unavailable, match="does not answer HTTP"):
            warehouse.query("SELECT 1")
    finally:
        clickhouse.start()
    warehouse.insert("members", block(member(20, report="r20")))
    assert rows(warehouse, "SELECT count() AS n FROM members") == [{"n": 21}]


def test_too_many_parts_are_waited_for(warehouse: ServerWarehouse) -> None:
    warehouse.execute(f"{NUMBERS} SETTINGS parts_to_delay_insert = 1, parts_to_throw_insert = 1")
    warehouse.insert("numbers", block({"n": [1], "at": [AT]}))
    with pytest.raises(Unavailable, match=r"cannot take more for now: .*Too many parts"):
        warehouse.insert("numbers", block({"n": [2], "at": [AT]}))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("nowhere", {"n": [1]}),
        ("numbers", {"n": [1], "at": ["2025-03-01T08:00:00"]}),
        ("numbers", {"n": [1], "at": ["yesterday"]}),
        ("numbers", {"n": [None], "at": [AT]}),
        ("numbers", {"n": [2**64], "at": [AT]}),
    ],
    ids=["no such table", "time without zone", "no time", "null", "too large"],
)
def test_rows_that_do_not_fit_are_refused_and_the_next_go_in(
    warehouse: ServerWarehouse, table: str, columns: dict[str, list[object]]
) -> None:
    warehouse.execute(NUMBERS)
    with pytest.raises(SqlError):
        warehouse.insert(table, block(columns))
    warehouse.insert("numbers", block({"n": [7], "at": [AT]}))
    assert rows(warehouse, "SELECT n FROM numbers") == [{"n": 7}]


def test_by_tls_with_the_authority_that_is_trusted_and_no_other(clickhouse: Node, tmp_path: Path) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    certificate, trusted, other = (tmp_path / name for name in ("server.pem", "ca.pem", "other.pem"))
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(certificate)
    authority.cert_pem.write_to_path(trusted)
    stranger.cert_pem.write_to_path(other)
    node = Node(prepare(default_cache()), tmp_path / "data", certificate)
    node.start()
    address = ServerAddress(
        host=HOST,
        port=node.port,
        http_port=node.http_port,
        password=SecretStr(PASSWORD),
        secure=True,
        ca=trusted,
        any_version=True,
    )
    try:
        with closing(ServerWarehouse(address)) as warehouse:
            warehouse.execute(NUMBERS)
            warehouse.insert("numbers", block({"n": [1, 2], "at": [AT, AT]}))
        asked = Client(HOST, node.port, password=PASSWORD, secure=True, ca_certs=str(trusted))
        assert asked.execute("SELECT n, toUnixTimestamp(at) FROM numbers") == [(1, 1740787200), (2, 1740787200)]
        with closing(ServerWarehouse(address.model_copy(update={"ca": other}))) as warehouse:
            with pytest.raises(Unavailable, match="certificate verify failed"):
                warehouse.execute(NUMBERS)
            with pytest.raises(Unavailable, match="certificate verify failed"):
                warehouse.insert("numbers", block({"n": [3], "at": [AT]}))
    finally:
        node.kill()
