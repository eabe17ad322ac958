from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.server import ServerWarehouse
from sinks.clickhouse.warehouse import Warehouse
from tests.contracts.warehouse import WarehouseContract


class TestEmbedded(WarehouseContract):
    @pytest.fixture
    def warehouse(self, tmp_path: Path) -> Iterator[Warehouse]:
        with closing(EmbeddedWarehouse(tmp_path / "a 'folder' 数据")) as warehouse:
            yield warehouse


class TestServer(WarehouseContract):
    """By the native protocol and HTTP, on a real server that is older than jiesu's tables need."""

    subsecond = ""  # it has no DateTime64

    @pytest.fixture
    def warehouse(self, server: ServerAddress) -> Iterator[Warehouse]:
        with closing(ServerWarehouse(server)) as warehouse:
            yield warehouse
