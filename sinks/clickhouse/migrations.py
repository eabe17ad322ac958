"""The numbered files of `schema/`, each one statement, applied once and in order."""

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

import orjson

from sinks.clickhouse.warehouse import SqlError, Warehouse


class Migration(NamedTuple):
    """One file: `002_reports.sql` is number 2."""

    number: int
    name: str
    sql: str


def shipped() -> list[Migration]:
    """The migrations of this version of jiesu, in order."""
    folder = files("sinks.clickhouse").joinpath("schema")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    return [Migration(int(path.name[:3]), path.name, path.read_text(encoding="utf-8")) for path in paths]


def migrate(warehouse: Warehouse) -> list[str]:
    """Apply the migrations that are not applied yet; returns their names.

    Every statement may be run again, so a kill between a statement and its record does no harm. Raises SqlError
    where a newer jiesu has changed the tables.
    """
    known, applied = shipped(), set(_applied(warehouse))
    if newer := applied - {migration.number for migration in known}:
        raise SqlError(f"a newer jiesu has changed these tables (migrations {sorted(newer)}): upgrade this one")
    fresh = [migration for migration in known if migration.number not in applied]
    for migration in fresh:
        warehouse.execute(migration.sql)
        warehouse.insert("migrations", [orjson.dumps({"number": [migration.number], "name": [migration.name]})])
    return [migration.name for migration in fresh]


def _applied(warehouse: Warehouse) -> Iterator[int]:
    if warehouse.query("EXISTS TABLE migrations", "TSV").strip() == b"1":
        for line in warehouse.query("SELECT number FROM migrations").splitlines():
            yield orjson.loads(line)["number"]
