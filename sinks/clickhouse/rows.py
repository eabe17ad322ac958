"""Facts as rows: the bytes of a topic, or a model, become a flat dict of one table."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import orjson

from sinks.clickhouse.tables import SOURCE, TABLES, Table
from topics.facts import Fact
from topics.model import Source

Row = dict[str, Any]
"""Column name -> value, as `tables.Table.columns` lists them; `kind` may stand beside them."""


class UnreadableFactError(Exception):
    """A fact that does not keep its contract: a bug of ours, or a sink older than the processors."""


class Reader:
    """Tells the table of a fact and its row. Built once, asked for every fact."""

    def __init__(self) -> None:
        self._kinds = {(table.model.TOPIC, _kind(table)): (table, table.fields) for table in TABLES}
        self._models = {table.model: table for table in TABLES}

    def read(self, topic: str, value: bytes) -> tuple[Table, Row]:
        """The row of one record of a topic (its name without the site). Raises UnreadableFactError."""
        try:
            fact = orjson.loads(value)
            table, fields = self._kinds[topic, fact.get("kind")]
            if fact.keys() != fields:
                raise KeyError(*sorted(fact.keys() ^ fields))
            return table, _flat(fact)
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableFactError(
                f"a fact on {topic} does not keep its contract ({error!r}): run a sink of the same version as the"
                f" processors, then start it again; the facts wait. It begins: {value[:120]!r}"
            ) from error

    def take(self, fact: Fact) -> tuple[Table, Row]:
        """The row of a fact in hand."""
        return self._models[type(fact)], _flat(dict(vars(fact)))


def latest(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Of rows with one key the highest version; of equal versions the last."""
    kept: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple([row[name] for name in table.key])
        held = kept.get(key)
        if held is None or row.get("version", 0) >= held.get("version", 0):
            kept[key] = row
    return list(kept.values())


def columns(table: Table, rows: list[Row]) -> dict[str, list[object]]:
    """Rows turned on their side. Raises UnreadableFactError where a value is missing that may not be."""
    turned = {name: [row[name] for row in rows] for name in table.columns}
    for name in turned.keys() - table.nullable:
        if None in turned[name]:
            raise UnreadableFactError(f"a fact for {table.name} has no {name}: whoever wrote it breaks the contract")
    return turned


def _kind(table: Table) -> str | None:
    kind = table.model.model_fields.get("kind")
    return None if kind is None else kind.default


def _flat(row: Row) -> Row:
    source = row.pop("source", None)
    if source is None:
        return row
    parts = asdict(source) if isinstance(source, Source) else source
    return row | {f"source_{part}": parts[part] for part in SOURCE}
