"""A real ClickHouse server for the tests of the wire."""

import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest
from pydantic import SecretStr

from deploy.broker.jars import default_cache
from deploy.broker.node import HOST
from deploy.errors import SetupError
from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.server import ServerWarehouse
from tests.sinks.wire import packages
from tests.sinks.wire.dialect import Dialect
from tests.sinks.wire.node import PASSWORD, Node


@pytest.fixture(scope="session")
def clickhouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A server on free loopback ports, started; a test that kills it starts it again."""
    try:
        root = packages.prepare(default_cache())
    except SetupError as error:
        pytest.skip(f"not run: {error}")
    node = Node(root, tmp_path_factory.mktemp("clickhouse"))
    try:
        node.start()
        yield node
    finally:
        node.kill()


@pytest.fixture(scope="session")
def dialect(clickhouse: Node) -> Iterator[int]:
    """The port on which that server understands what jiesu says."""
    with closing(Dialect(clickhouse.http_port)) as door:
        yield door.server_port


@pytest.fixture
def server(clickhouse: Node, dialect: int) -> ServerAddress:
    """An empty database of this test's own."""
    clickhouse.start()  # a test that failed may have left it dead
    address = ServerAddress(
        host=HOST, port=clickhouse.port, http_port=dialect, password=SecretStr(PASSWORD), any_version=True
    )
    name = f"test_{uuid.uuid4().hex[:12]}"
    with closing(ServerWarehouse(address)) as warehouse:
        warehouse.execute(f"CREATE DATABASE {name}")
    return address.model_copy(update={"database": name})
