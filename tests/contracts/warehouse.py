"""What every warehouse must keep, whatever stands behind it."""

import json

import orjson
import pytest

from sinks.clickhouse.migrations import migrate, shipped
from sinks.clickhouse.warehouse import SqlError, Warehouse

MEMBER: dict[str, list[object]] = {
    "scope": ["s"],
    "report_id": ["r"],
    "case_id": ["c"],
    "reason": ["no_place"],
    "score": [0.5],
}


def member(version: int, case: str = "c", report: str = "r") -> dict[str, list[object]]:
    return {**MEMBER, "report_id": [report], "case_id": [case], "version": [version]}


def block(columns: dict[str, list[object]]) -> list[bytes]:
    return [json.dumps(columns).encode()]


def rows(warehouse: Warehouse, sql: str) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in warehouse.query(sql).splitlines()]


class WarehouseContract:
    """Subclasses give the fixture `warehouse`: open and empty. `subsecond`: how it writes 123 ms of a time."""

    subsecond = ".123"

    @pytest.fixture(autouse=True)
    def _migrated(self, warehouse: Warehouse) -> None:
        self.names = migrate(warehouse)

    def test_migrating_again_does_nothing(self, warehouse: Warehouse) -> None:
        assert self.names == [migration.name for migration in shipped()]
        assert migrate(warehouse) == []

    def test_migrations_of_a_newer_version_are_refused(self, warehouse: Warehouse) -> None:
        warehouse.insert("migrations", block({"number": [999], "name": ["999_later.sql"]}))
        with pytest.raises(SqlError, match="upgrade"):
            migrate(warehouse)

    def test_a_row_comes_back_as_it_went_in(self, warehouse: Warehouse) -> None:
        text = '路灯 "坏" 了\\n\t\x00\'; DROP TABLE members --'
        warehouse.insert("members", block(member(7, case=text) | {"score": [0.1234567890123456]}))
        assert rows(warehouse, "SELECT case_id, score, version, leader FROM members") == [
            {"case_id": text, "score": 0.1234567890123456, "version": 7, "leader": False}
        ]

    def test_times_keep_their_milliseconds_and_null_stays_null(self, warehouse: Warehouse) -> None:
        at = "2025-03-01T00:00:00.123Z"
        warehouse.insert("cases", block({"case_id": ["c"], "opened_at": [at], "resolved_at": [None]}))
        assert rows(warehouse, "SELECT toString(opened_at) AS opened_at, resolved_at FROM cases") == [
            {"opened_at": f"2025-03-01 00:00:00{self.subsecond}", "resolved_at": None}
        ]

    def test_of_one_key_the_highest_version_is_seen(self, warehouse: Warehouse) -> None:
        for version, case in ((2, "new"), (1, "old"), (2, "new")):
            warehouse.insert("members", block(member(version, case)))
        assert rows(warehouse, "SELECT case_id FROM members") == [{"case_id": "new"}]
        assert rows(warehouse, "SELECT count() AS n FROM members") == [{"n": 1}]

    def test_the_format_is_the_callers(self, warehouse: Warehouse) -> None:
        assert warehouse.query("SELECT 1 AS a, '中' AS b", "CSVWithNames") == '"a","b"\n1,"中"\n'.encode()

    @pytest.mark.parametrize(
        "columns",
        [{"nobody": [1]}, {"score": ["high"]}, {"scope": ["s", "s"], "version": [1]}, {"version": [-1]}],
        ids=["unknown column", "wrong type", "lengths", "negative"],
    )
    def test_columns_that_do_not_fit_are_refused_whole(
        self, warehouse: Warehouse, columns: dict[str, list[object]]
    ) -> None:
        with pytest.raises(SqlError):
            warehouse.insert("members", block(columns))
        assert rows(warehouse, "SELECT count() AS n FROM members") == [{"n": 0}]

    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO members (case_id) VALUES ('c')",
            "DROP TABLE members",
            "TRUNCATE TABLE members",
            "ALTER TABLE members DELETE WHERE 1",
            "CREATE TABLE other (x Int8) ENGINE = Memory",
            "SET final = 0",
            "SELECT 1 SETTINGS readonly = 0",
            "SELECT 1; DROP TABLE members",
            "KILL QUERY WHERE 1",
            "SELECT 1 INTO OUTFILE '/dev/null' TRUNCATE",
            "SELECT * FROM file('/etc/hostname', 'LineAsString')",
            "SELECT nothing",
            "",
        ],
    )
    def test_a_query_only_reads(self, warehouse: Warehouse, sql: str) -> None:
        warehouse.insert("members", block(member(1)))
        with pytest.raises(SqlError):
            warehouse.query(sql)
        assert rows(warehouse, "SELECT count() AS n FROM members") == [{"n": 1}]
