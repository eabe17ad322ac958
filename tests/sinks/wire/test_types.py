"""The types that Debian's server lacks: what the driver makes of them is read by the embedded ClickHouse."""

from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest
from clickhouse_driver.block import ColumnOrientedBlock
from clickhouse_driver.bufferedwriter import BufferedSocketWriter
from clickhouse_driver.streams.native import BlockOutputStream

from sinks.clickhouse.embedded import EmbeddedWarehouse, open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.native import Columns, in_ticks, joined, ticks
from sinks.clickhouse.tables import TABLES
from sinks.clickhouse.warehouse import Blocks
from tests.sinks.facts import everything, report, told
from topics.facts import Told


class ByBlocks:
    """A warehouse that takes rows as clickhouse-driver would send them: as blocks, here by way of a file."""

    def __init__(self, warehouse: EmbeddedWarehouse, folder: Path) -> None:
        self._warehouse, self._file = warehouse, folder / "block.native"
        self.execute, self.query, self.close = warehouse.execute, warehouse.query, warehouse.close

    def insert(self, table: str, blocks: Blocks) -> None:
        for columns in joined(blocks):
            self._insert(table, columns)

    def _insert(self, table: str, columns: Columns) -> None:
        described = map(orjson.loads, self.query(f"DESCRIBE TABLE {table}").splitlines())
        types = {column["name"]: column["type"] for column in described}
        block = ColumnOrientedBlock([(name, types[name]) for name in columns], in_ticks(columns, ticks(types)))
        server = SimpleNamespace(used_revision=0, get_timezone=lambda: "UTC")
        settings: dict[str, object] = {"strings_as_bytes": False, "strings_encoding": "utf-8", "use_numpy": False}
        with self._file.open("wb") as file:
            context = SimpleNamespace(server_info=server, client_settings=settings, settings={})
            BlockOutputStream(BufferedSocketWriter(SimpleNamespace(sendall=file.write), 1 << 20), context).write(block)
        names = ", ".join(f"`{name}`" for name in columns)
        self.execute(f"INSERT INTO {table} ({names}) FROM INFILE '{self._file}' FORMAT Native")


def contents(warehouse: EmbeddedWarehouse) -> dict[str, list[bytes]]:
    queries = {table.name: f"SELECT * EXCEPT inserted_at FROM {table.name} ORDER BY ALL" for table in TABLES}
    return {name: warehouse.query(sql).splitlines() for name, sql in queries.items()}


@pytest.mark.feature("facts.server")
def test_blocks_and_text_give_equal_rows_of_every_table(tmp_path: Path) -> None:
    facts = told(*(fact for n in range(7) for fact in everything(n)))
    with open_embedded(tmp_path / "text") as warehouse:
        Loader(warehouse).load(facts)
        by_text = contents(warehouse)
    with open_embedded(tmp_path / "blocks") as warehouse:
        Loader(ByBlocks(warehouse, tmp_path)).load(facts)
        assert contents(warehouse) == by_text
    assert {name: len(rows) for name, rows in by_text.items()} == {table.name: 7 for table in TABLES}


def before_classes_were_sure(told: Told) -> Told:
    """A sheet as it was written before reports said how sure their class is."""
    later = ("class_confidence", "class_proposed")
    columns = {name: cells for name, cells in orjson.loads(told.value).items() if name not in later}
    return told._replace(value=orjson.dumps(columns))


@pytest.mark.parametrize("by_blocks", [False, True], ids=["text", "blocks"])
def test_sheets_of_an_older_version_and_of_this_one_go_in_together(tmp_path: Path, by_blocks: bool) -> None:
    sure, *others = told(report(1), report(2), report(3))
    old = [before_classes_were_sure(one) for one in others]
    unsure = sure._replace(value=sure.value.replace(b'"class_confidence":[1.0]', b'"class_confidence":[0.5]'))
    with open_embedded(tmp_path / "tables") as warehouse:
        Loader(ByBlocks(warehouse, tmp_path) if by_blocks else warehouse).load([old[0], unsure, old[1]])
        rows = warehouse.query("SELECT report_id, class_confidence, class_proposed FROM reports ORDER BY ALL", "CSV")
    assert rows.decode().splitlines() == ['"r1",0.5,""', '"r2",1,""', '"r3",1,""']
