"""The page of tables: what ClickHouse itself says of them."""

import tempfile
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import orjson

from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.tables import TABLES

_HEAD = """# Tables

Made by `jiesu docs` from the schema in force. Queries see of rows with one key the latest alone. Columns marked
`[operational]` differ from insert to insert, those marked `[run]` from run to run; no other does.
"""
_SQL = """
SELECT t.name AS table, t.comment AS meaning, c.name AS column, c.type AS type, c.comment AS comment
FROM system.columns AS c INNER JOIN system.tables AS t ON c.table = t.name AND c.database = t.database
WHERE c.database = currentDatabase() ORDER BY t.name, c.position
"""


def tables_page() -> str:
    """Markdown. Migrates a ClickHouse of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, open_embedded(Path(folder)) as warehouse:
        rows = [orjson.loads(line) for line in warehouse.query(_SQL).splitlines()]
    found = {name: list(columns) for name, columns in groupby(rows, key=itemgetter("table"))}
    return "\n".join([_HEAD, *(_table(table.name, found[table.name]) for table in TABLES)])


def _table(name: str, columns: list[dict[str, str]]) -> str:
    lines = [f"| `{column['column']}` | `{column['type']}` | {column['comment']} |" for column in columns]
    head = f"## {name}\n\n{columns[0]['meaning']}.\n\n| column | type | meaning |\n|---|---|---|"
    return "\n".join([head, *lines, ""])
