from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.warehouse import Warehouse
from tests.contracts.warehouse import WarehouseContract


class TestEmbedded(WarehouseContract):
    @pytest.fixture
    def warehouse(self, tmp_path: Path) -> Iterator[Warehouse]:
        with closing(EmbeddedWarehouse(tmp_path / "a 'folder' 数据")) as warehouse:
            yield warehouse
