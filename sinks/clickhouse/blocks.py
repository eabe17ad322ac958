"""Facts as blocks: rows of one table by columns, as ClickHouse reads them (JSONColumns)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import orjson

from sinks.clickhouse.forms import MessageForm, SheetForm, breach
from sinks.clickhouse.tables import TABLES, Table
from topics.facts import Told
from topics.rows import Row


class Block(NamedTuple):
    """Some rows of a table, and how many: `{"scope":["a","b"],...}`."""

    rows: int
    value: bytes


Blocks = Mapping[Table, list[Block]]


class Reader:
    """Tells the tables of facts, and makes blocks of them. Built once, asked for every batch."""

    def __init__(self) -> None:
        sheets = [(table, table.model) for table in TABLES if issubclass(table.model, Row)]
        self._sheets = {(model.TOPIC, model.KIND.encode()): (table, SheetForm(table)) for table, model in sheets}
        self._messages = {t.model.TOPIC: (t, MessageForm(t)) for t in TABLES if not issubclass(t.model, Row)}

    def read(self, batch: Iterable[Told]) -> Blocks:
        """The blocks of a batch: a sheet is one as it stands. Raises UnreadableFactError."""
        blocks: dict[Table, list[Block]] = defaultdict(list)
        rows: dict[Table, list[dict[str, object]]] = defaultdict(list)
        for told in batch:
            if told.topic in self._messages:
                table, message = self._messages[told.topic]
                rows[table].append(message.row(told))
            elif (told.topic, told.key) in self._sheets:
                table, sheet = self._sheets[told.topic, told.key]
                blocks[table].append(Block(sheet.rows(told), told.value))
            else:
                raise breach(told, f"its key is {told.key!r}")
        return blocks | {table: [_block(table, some)] for table, some in rows.items()}


def _block(table: Table, rows: list[dict[str, object]]) -> Block:
    return Block(len(rows), orjson.dumps({name: [row[name] for row in rows] for name in table.columns}))
