"""Rows a second into the embedded ClickHouse and into a server, one run.

    python -m tests.bench.inserts [ROWS]

The server is Debian's, as in the tests of the wire: a new one is faster, and the driver's share is the same.
Prints one JSON object last.
"""

import json
import logging
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pydantic import SecretStr

from deploy.broker.jars import default_cache
from deploy.broker.node import HOST
from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.rows import Reader, columns, latest
from sinks.clickhouse.server import ServerWarehouse
from sinks.clickhouse.warehouse import Warehouse
from tests.sinks.facts import case, member, report
from tests.sinks.wire.dialect import Dialect
from tests.sinks.wire.node import PASSWORD, Node
from tests.sinks.wire.packages import prepare

BATCH = 20_000
KINDS = (report, member, case)


def main(rows: int) -> None:
    """Insert the same rows into both, a batch at a time."""
    logging.getLogger("clickhouse_driver").setLevel("ERROR")  # it warns of each setting that so old a server lacks
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        with open_embedded(Path(folder) / "embedded") as embedded:
            figures = {"embedded": _rates(embedded, rows)}
        node = Node(prepare(default_cache()), Path(folder) / "server")
        node.start()
        with closing(Dialect(node.http_port)) as dialect:
            where = ServerAddress(host=HOST, port=node.port, http_port=dialect.server_port, any_version=True)
            with closing(ServerWarehouse(where.model_copy(update={"password": SecretStr(PASSWORD)}))) as server:
                migrate(server)
                figures["server"] = _rates(server, rows)
        node.kill()
    print(json.dumps({"rows": rows, "batch": BATCH, "rows_per_s": figures}))  # noqa: T201 - the figures are the result


def _rates(warehouse: Warehouse, rows: int) -> dict[str, int]:
    reader, rates = Reader(), {}
    for kind in KINDS:
        table, _ = reader.take(kind(0))
        told = [reader.read(fact.TOPIC, fact.to_bytes())[1] for fact in map(kind, range(BATCH))]
        batch = columns(table, latest(table, told))
        warehouse.insert(table.name, batch)
        begun = time.perf_counter()
        for _ in range(rows // BATCH):
            warehouse.insert(table.name, batch)
        rates[table.name] = round(rows // BATCH * BATCH / (time.perf_counter() - begun))
    return rates


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
