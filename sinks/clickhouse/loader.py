"""Facts into tables: one insert per table and batch."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sinks.clickhouse.rows import Reader, Row, columns, latest
from sinks.clickhouse.tables import Table
from sinks.clickhouse.warehouse import Warehouse
from topics.facts import Fact


class Loader:
    """Loads batches into a warehouse whose migrations are applied. Loading a batch again changes nothing."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._reader = Reader()

    def load(self, batch: Iterable[tuple[str, bytes]]) -> Counter[str]:
        """Load (topic without its site, value) pairs; returns the rows inserted by table.

        Raises UnreadableFactError before anything is inserted; Unavailable where the batch must be loaded again.
        """
        return self._insert(self._reader.read(topic, value) for topic, value in batch)

    def load_facts(self, facts: Iterable[Fact]) -> Counter[str]:
        """Load facts in hand, as `load` does."""
        return self._insert(self._reader.take(fact) for fact in facts)

    def _insert(self, rows: Iterable[tuple[Table, Row]]) -> Counter[str]:
        grouped: dict[Table, list[Row]] = defaultdict(list)
        for table, row in rows:
            grouped[table].append(row)
        turned = {table.name: columns(table, latest(table, rows)) for table, rows in grouped.items()}
        for name, values in turned.items():
            self._warehouse.insert(name, values)
        return Counter({name: len(next(iter(values.values()))) for name, values in turned.items()})
