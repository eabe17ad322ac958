"""The same facts for two sinks, one into a folder and one into a server that dies while rows are on their way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from kafka import KafkaProducer

from deploy.admin import create_topics
from deploy.policyfile import load_policy
from deploy.replay import raw_records, stretches
from deploy.simulator.generate import EPOCH, generate
from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.server import ServerWarehouse
from streams.app import new_books
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.intake import Doors
from streams.processors.local import LocalStream
from streams.runtime.cycles import look_rarely_for_cycles
from tests.chaos.evidence import Witness
from tests.chaos.load import CHANNELS, POLICY, SPAN
from tests.chaos.programs import Program
from tests.sinks.wire.node import PASSWORD, Node
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.facts import told

SINK = ("-m", "tests.sinks.processes", "running")
CARELESS = ("-m", "tests.sinks.processes", "careless")
PATIENCE_S = 600.0
STRETCH = 200
GLANCES = 200


class Strike(NamedTuple):
    """When the server died: whether facts stood behind the sink, whether rows were half written.

    `glances` is how often it had to be looked at to be caught so.
    """

    behind: bool
    half_written: bool
    glances: int


def publishing(cluster: Cluster, site: str, folder: Path, reports: int) -> Iterator[int]:
    """Fold simulated reports and publish their facts, the same for the same arguments; how many, after each stretch."""
    load = generate(folder, 1, reports, SPAN, CHANNELS, broken=max(10, reports // 1000))
    said = [one for channel, file in load.files.items() for one in messages([file], load_mapping(channel))]
    raws = raw_records(sorted(said, key=lambda one: one.at))
    policy = load_policy(POLICY)
    doors = Doors.of(policy.scopes, b"a test has no secret")
    stream = LocalStream(policy, EPOCH - timedelta(hours=1), doors, new_books())
    look_rarely_for_cycles()
    create_topics(cluster, site, 1, len(policy.scopes))
    with closing(KafkaProducer(**cluster.client(), linger_ms=20)) as producer:
        for stretch in stretches(raws, STRETCH):
            records = [record for fact in stream.fold(stretch) for record in told(fact)]
            for topic, name, value in records:
                producer.send(full_name(site, topic), value, name)
            producer.flush()
            yield len(records)


class Loading:
    """Two sinks over one site's facts: `folder` is the embedded one's, `server` the other's, whose node is `node`."""

    def __init__(self, cluster: Cluster, site: str, folder: Path, server: ServerAddress, node: Node) -> None:
        self.folder = folder / "tables"
        self.url = f"{server}?http_port={server.http_port}&any_version=true"
        self._cluster, self._site, self._logs, self._node, self._server = cluster, site, folder, node, server

    @contextmanager
    def sink(self, group: str, tables: Path | str, batch: int, program: tuple[str, ...] = SINK) -> Iterator[Program]:
        """A sink under way, that does not outlive the block."""
        env = {**self.env(), "JIESU_TABLES": str(tables), "JIESU_GROUP": group, "JIESU_BATCH_BYTES": str(batch)}
        sink = Program(group, program, env, self._logs / f"{group}.log")
        sink.start()
        try:
            yield sink
        finally:
            sink.kill()

    def strike(self, sink: Program, draw: Random, longest_s: float, *, both: bool) -> Strike:
        """Kill -9 the server while the sink loads, `both` the sink too while it waits for it; start them again."""
        before = self._rows()
        until(lambda: self._rows() > before, f"the sink to load\n{sink.tail()}")
        time.sleep(draw.uniform(0.05, longest_s))
        glances = self._catch(draw)
        half_written = self._node.writing
        with self.away(sink, both=both):
            behind = self.behind(sink)
        return Strike(behind, half_written, glances)

    @contextmanager
    def away(self, sink: Program, *, both: bool) -> Iterator[None]:
        """The server killed -9 for as long as the block takes and the sink has not noticed, `both` the sink too."""
        heard = len(_waits(sink))
        self._node.kill()
        yield
        until(lambda: len(_waits(sink)) > heard, f"the sink to wait\n{sink.tail()}")
        if both:
            sink.kill()
            sink.start()
        self._node.start()

    def _catch(self, draw: Random) -> int:
        """Stop the server with rows half written, if it is seen so; the glances that it took."""
        for glance in range(GLANCES):
            self._node.freeze()
            if self._node.writing:
                return glance + 1
            self._node.thaw()
            time.sleep(draw.uniform(0.0, 0.01))
        return GLANCES

    def drain(self, sink: Program) -> None:
        """Wait until it has read all, and end it as a person would."""
        self.caught_up(sink)
        sink.stop()

    def caught_up(self, sink: Program) -> None:
        """Wait until it has read all."""
        until(lambda: not self.behind(sink), f"the sink to read all\n{sink.tail()}")
        assert sink.alive, sink.tail()

    def behind(self, sink: Program) -> bool:
        """Whether facts stand behind its position."""
        with Witness(self._cluster.bootstrap, self._site) as witness:
            return witness.behind("sink", sink.name)

    def compared(self) -> subprocess.CompletedProcess[str]:
        """What `jiesu compare` says of the folder and the server."""
        command = [sys.executable, "-m", "deploy.cli", "compare", str(self.folder), self.url]
        return subprocess.run(command, env=self.env(), capture_output=True, text=True, check=False)

    def _rows(self) -> int:
        """Rows of the database, whatever they are versions of."""
        with closing(ServerWarehouse(self._server)) as server:
            sql = f"SELECT sum(rows) FROM system.parts WHERE active AND database = '{self._server.database}'"
            return int(server.query(sql, "TSV"))

    def env(self) -> dict[str, str]:
        """What every program is told."""
        return {
            **dict(os.environ),
            "JIESU_KAFKA": self._cluster.bootstrap,
            "JIESU_SITE": self._site,
            "JIESU_CLICKHOUSE_PASSWORD": PASSWORD,
            "COLUMNS": "200",
        }


def _waits(sink: Program) -> list[str]:
    return [line for line in sink.log.read_text(errors="replace").splitlines() if "waiting: clickhouse://" in line]


def until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, f"waited {PATIENCE_S:.0f} s for {what}"
        time.sleep(0.1)
