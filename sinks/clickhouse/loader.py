"""Facts into tables: one insert per table and batch."""

from collections import Counter
from collections.abc import Iterable

from sinks.clickhouse.blocks import Reader
from sinks.clickhouse.forms import UnreadableFactError
from sinks.clickhouse.warehouse import SqlError, Warehouse
from topics.facts import Fact, Told, told


class Loader:
    """Loads batches into a warehouse whose migrations are applied. Loading a batch again changes nothing."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._reader = Reader()

    def load(self, batch: Iterable[Told]) -> Counter[str]:
        """Load records of facts; returns the rows inserted by table.

        Raises UnreadableFactError before anything is inserted where a column is missing, unknown or null, and in the
        midst of it where ClickHouse cannot read a value; Unavailable where the batch must be loaded again.
        """
        read = self._reader.read(batch)
        for table, blocks in read.items():
            try:
                self._warehouse.insert(table.name, [block.value for block in blocks])
            except SqlError as error:
                raise UnreadableFactError(
                    f"facts for {table.name} do not keep their contract ({error}): run a sink of the same version as"
                    " the processors, then start it again; the facts wait"
                ) from error
        return Counter({table.name: sum(block.rows for block in blocks) for table, blocks in read.items()})

    def load_facts(self, facts: Iterable[Fact]) -> Counter[str]:
        """Load facts in hand, as `load` does."""
        return self.load(record for fact in facts for record in told(fact))
