from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import orjson
import pytest

from sinks.clickhouse.embedded import EmbeddedWarehouse, open_embedded
from sinks.clickhouse.forms import UnreadableFactError
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.tables import TABLES, Table
from tests.sinks.facts import case, dead_letter, everything, member, report, told, transition
from topics.facts import Told


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
    assert Loader(warehouse).load(told(*everything(1), *everything(2))).total() == 2 * len(TABLES)
    assert {name: len(rows) for name, rows in contents(warehouse).items()} == {table.name: 2 for table in TABLES}
    row = orjson.loads(warehouse.query("SELECT * EXCEPT inserted_at FROM reports WHERE report_id = 'r1'"))
    said = {name: cells[0] for name, cells in report(1).columns.items()}
    assert row == said | {
        "occurred_at": "2025-03-03 09:00:01.123",
        "received_at": "2025-03-03 09:00:02.123",
        "attachments": [],
    }


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


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
@pytest.mark.parametrize("batches", [1, 3])
def test_the_highest_version_wins_in_whatever_order_rows_go_in(
    warehouse: EmbeddedWarehouse, order: tuple[int, ...], batches: int
) -> None:
    sheets = told(*(member(1, version=version, case=version) for version in order))
    for number in range(batches):
        assert Loader(warehouse).load(sheets[number::batches]).total() == 3 // batches
    assert warehouse.query("SELECT case_id FROM members", "TSV") == b"zh:r3:0\n"


MEMBER, LETTER = told(member(1), dead_letter(1))
BROKEN = {
    "not json": MEMBER._replace(value=b"{"),
    "not an object": MEMBER._replace(value=b"[]"),
    "kind": MEMBER._replace(key=b"other"),
    "topic": MEMBER._replace(topic="unheard"),
    "column missing": MEMBER._replace(value=MEMBER.value.replace(b'"matched":[""],', b"")),
    "column unknown": MEMBER._replace(value=MEMBER.value.replace(b'"score"', b'"colour":[1],"score"')),
    "null": MEMBER._replace(value=MEMBER.value.replace(b"0.125", b"null")),
    "version": MEMBER._replace(value=MEMBER.value.replace(b'"version":[1]', b'"version":["1"]')),
    "field missing": LETTER._replace(value=LETTER.value.replace(b'"excerpt":"{",', b"")),
    "field null": LETTER._replace(value=LETTER.value.replace(b'"excerpt":"{"', b'"excerpt":null')),
    "source broken": LETTER._replace(value=LETTER.value.replace(b'"partition":1,', b"")),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_fact_that_breaks_its_contract_stops_the_batch_before_anything_is_inserted(
    warehouse: EmbeddedWarehouse, broken: Told
) -> None:
    assert broken not in (MEMBER, LETTER)
    with pytest.raises(UnreadableFactError, match="contract"):
        Loader(warehouse).load([*told(*everything(1)), broken])
    assert all(rows == [] for rows in contents(warehouse).values())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [(b"0.125", b'"high"'), (b"0.125", b"0.125,0.5"), (b'"leader":[true]', b'"leader":["so"]')],
    ids=["number", "lengths", "truth"],
)
def test_a_value_that_clickhouse_cannot_read_stops_the_sink_for_good(
    warehouse: EmbeddedWarehouse, right: bytes, wrong: bytes
) -> None:
    assert right in MEMBER.value
    with pytest.raises(UnreadableFactError, match="facts for members do not keep their contract"):
        Loader(warehouse).load([MEMBER, MEMBER._replace(value=MEMBER.value.replace(right, wrong))])
    assert contents(warehouse)["members"] == []


def test_a_word_that_looks_like_null_is_a_word(warehouse: EmbeddedWarehouse) -> None:
    assert Loader(warehouse).load(told(report(1, title="null"))) == {"reports": 1}
