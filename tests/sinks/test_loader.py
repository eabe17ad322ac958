from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from sinks.clickhouse.embedded import EmbeddedWarehouse, open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.rows import UnreadableFactError
from sinks.clickhouse.tables import TABLES, Table
from tests.sinks.facts import case, everything, member, report, told, transition


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[EmbeddedWarehouse]:
    with open_embedded(tmp_path) as warehouse:
        yield warehouse


def contents(warehouse: EmbeddedWarehouse) -> dict[str, list[bytes]]:
    return {name: sorted(warehouse.query(all_of(name)).splitlines()) for name in (table.name for table in TABLES)}


def all_of(table: str) -> str:
    return f"SELECT * EXCEPT inserted_at FROM {table}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_the_columns_of_its_contract(warehouse: EmbeddedWarehouse, table: Table) -> None:
    described = [orjson.loads(line) for line in warehouse.query(f"DESCRIBE TABLE {table.name}").splitlines()]
    assert {column["name"] for column in described} == {*table.columns, "inserted_at"}
    assert all(column["comment"] for column in described)
    assert {column["name"] for column in described if column["type"].startswith("Nullable")} == table.nullable
    listed = f"SELECT sorting_key FROM system.tables WHERE name = '{table.name}'"
    assert warehouse.query(listed, "TSVRaw").decode().strip() == ", ".join(table.key)


@pytest.mark.feature("facts.tables")
def test_every_fact_has_its_row(warehouse: EmbeddedWarehouse) -> None:
    assert Loader(warehouse).load(told(*everything(1), *everything(2))).total() == 14
    assert {name: len(rows) for name, rows in contents(warehouse).items()} == {table.name: 2 for table in TABLES}
    row = orjson.loads(warehouse.query("SELECT * EXCEPT inserted_at FROM reports WHERE report_id = 'r1'"))
    said = report(1).model_dump(mode="json", exclude={"kind", "source", "occurred_at", "received_at"})
    assert row == said | {
        "occurred_at": "2025-03-03 09:00:01.123",
        "received_at": "2025-03-03 09:00:02.123",
        "source_topic": "x.reports.raw",
        "source_partition": 0,
        "source_offset": 1,
    }


def test_facts_in_hand_and_their_bytes_give_equal_rows(tmp_path: Path) -> None:
    facts = everything(1) + everything(2, version=5)
    with open_embedded(tmp_path / "bytes") as warehouse:
        Loader(warehouse).load(told(*facts))
        by_bytes = contents(warehouse)
    with open_embedded(tmp_path / "facts") as warehouse:
        Loader(warehouse).load_facts(facts)
        assert contents(warehouse) == by_bytes


@pytest.mark.feature("facts.idempotent")
def test_the_same_batch_again_changes_nothing(warehouse: EmbeddedWarehouse) -> None:
    loader, batch = Loader(warehouse), told(*everything(1), *everything(2))
    loader.load(batch)
    before = contents(warehouse)
    loader.load(batch)
    assert contents(warehouse) == before


def test_overlapping_batches_end_in_the_latest_rows(warehouse: EmbeddedWarehouse) -> None:
    log = [fact for version in range(1, 6) for fact in (case(1, version, version), transition(1, version))]
    loader = Loader(warehouse)
    for start, end in ((0, 6), (4, 10), (0, 4), (2, 8)):
        loader.load(told(*log[start:end]))
    assert warehouse.query("SELECT version, reports FROM cases", "TSV") == b"5\t5\n"
    assert warehouse.query("SELECT count(), uniqExact(version) FROM transitions", "TSV") == b"5\t5\n"


def test_within_a_batch_the_highest_version_goes_in_and_of_equals_the_last(warehouse: EmbeddedWarehouse) -> None:
    rows = member(1, version=2, case=2), member(1, version=2, case=3), member(1, version=1, case=1)
    assert Loader(warehouse).load(told(*rows)).total() == 1
    assert warehouse.query("SELECT case_id FROM members", "TSV") == b"zh:r3:0\n"


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        ("rows", b"{"),
        ("rows", b"[]"),
        ("rows", b'{"kind":"other"}'),
        ("unheard", member(1).to_bytes()),
        ("rows", member(1).to_bytes().replace(b'"matched":"",', b"")),
        ("rows", member(1).to_bytes().replace(b'"score"', b'"colour":1,"score"')),
        ("rows", member(1).to_bytes().replace(b"0.125", b"null")),
    ],
    ids=["not json", "not an object", "kind", "topic", "field missing", "field unknown", "null"],
)
def test_a_fact_that_breaks_its_contract_stops_the_batch_before_anything_is_inserted(
    warehouse: EmbeddedWarehouse, topic: str, value: bytes
) -> None:
    with pytest.raises(UnreadableFactError, match="contract"):
        Loader(warehouse).load([*told(*everything(1)), (topic, value)])
    assert all(rows == [] for rows in contents(warehouse).values())
