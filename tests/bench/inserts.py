"""Rows a second into the embedded ClickHouse and into a server, and what they cost the sink, one run.

    python -m tests.bench.inserts [REPORTS]

The facts of simulated reports, as records of Kafka, through the sink's loader. The server is Debian's, as in the tests
of the wire: a new one is faster, and the driver's share is the same. Prints one JSON object last.
"""

import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from itertools import chain
from pathlib import Path

from pydantic import SecretStr

from deploy.broker.jars import default_cache
from deploy.broker.node import HOST
from deploy.policyfile import load_policy
from deploy.replay import raw_records, stretches
from deploy.simulator.generate import EPOCH, generate
from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.server import ServerWarehouse
from sinks.clickhouse.warehouse import Warehouse
from streams.app import new_books
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.intake import Doors
from streams.processors.local import LocalStream
from tests.chaos.load import CHANNELS, POLICY, SPAN
from tests.sinks.wire.dialect import Dialect
from tests.sinks.wire.node import PASSWORD, Node
from tests.sinks.wire.packages import prepare
from topics.facts import Told, told

FOLDED = 500
"""Reports whose rows stand on one sheet, at most: what a batch of casework is under load."""
LOADED = 10_000
"""Reports in one insert, at most."""


def main(reports: int) -> None:
    """Load the same facts into both."""
    logging.getLogger("clickhouse_driver").setLevel("ERROR")  # it warns of each setting that so old a server lacks
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        batches = _facts(Path(folder) / "load", reports)
        with open_embedded(Path(folder) / "embedded") as embedded:
            figures = {"embedded": _rates(embedded, batches, reports)}
        node = Node(prepare(default_cache()), Path(folder) / "server")
        node.start()
        with closing(Dialect(node.http_port)) as dialect:
            where = ServerAddress(host=HOST, port=node.port, http_port=dialect.server_port, any_version=True)
            with closing(ServerWarehouse(where.model_copy(update={"password": SecretStr(PASSWORD)}))) as server:
                migrate(server)
                figures["server"] = _rates(server, batches, reports)
        node.kill()
    print(json.dumps({"reports": reports, "sheets": sum(map(len, batches)), **figures}))  # noqa: T201 - the figures are the result


def _facts(folder: Path, reports: int) -> list[list[Told]]:
    load, policy = generate(folder, 1, reports, SPAN, CHANNELS), load_policy(POLICY)
    said = [one for channel, file in load.files.items() for one in messages([file], load_mapping(channel))]
    raws = raw_records(sorted(said, key=lambda one: one.at))
    stream = LocalStream(
        policy, EPOCH - timedelta(hours=1), Doors.of(policy.scopes, b"a bench has no secret"), new_books()
    )
    folded = (stream.fold(stretch) for stretch in stretches(raws, FOLDED))
    sheets = [[record for fact in facts for record in told(fact)] for facts in folded]
    return [list(chain.from_iterable(some)) for some in stretches(sheets, LOADED // FOLDED)]


def _rates(warehouse: Warehouse, batches: Sequence[list[Told]], reports: int) -> dict[str, float]:
    loader, rows = Loader(warehouse), 0
    begun, spent = time.perf_counter(), time.process_time()
    for batch in batches:
        rows += loader.load(batch).total()
    wall, cpu = time.perf_counter() - begun, time.process_time() - spent
    return {
        "rows_per_s": round(rows / wall),
        "cpu_us_per_row": round(cpu / rows * 1e6, 2),
        "cpu_us_per_report": round(cpu / reports * 1e6, 1),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
