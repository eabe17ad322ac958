"""Real processes of the sink's parts, for tests that kill them: `python -m tests.sinks.processes NAME ARGUMENTS`."""

import logging
import os
import signal
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Event

from prometheus_client import CollectorRegistry

from sinks.clickhouse.door import SqlDoor
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.opening import open_warehouse
from sinks.clickhouse.warehouse import Blocks, Warehouse
from sinks.program import patience, run_sink, sink_facts
from sinks.settings import SinkSettings
from sinks.source import FactSource
from sinks.watch import Watch
from tests.sinks.facts import everything


def start(name: str, *arguments: object) -> subprocess.Popen[str]:
    """A child that tells its progress, and logs, line by line."""
    command = [sys.executable, "-m", "tests.sinks.processes", name, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def hear(child: subprocess.Popen[str], word: str) -> None:
    """Wait for a line with that word; fails when the child ends without one."""
    assert child.stdout is not None
    assert any(word in line for line in child.stdout), f"ended without {word!r}"


def kill(child: subprocess.Popen[str]) -> None:
    """kill -9, and wait for the end."""
    child.kill()
    child.wait(30)


def say(word: object) -> None:
    print(word, flush=True)  # noqa: T201 - how a child tells its test


class Dying:
    """A warehouse that kills its process with -9 after its n-th insert into a table of facts."""

    def __init__(self, warehouse: Warehouse, inserts: int) -> None:
        self._warehouse = warehouse
        self._left = inserts
        self.execute, self.query, self.close = warehouse.execute, warehouse.query, warehouse.close

    def insert(self, table: str, blocks: Blocks) -> None:
        self._warehouse.insert(table, blocks)
        self._left -= 1
        if self._left == 0:
            say("inserted")
            os.kill(os.getpid(), signal.SIGKILL)


def loading(folder: str) -> None:
    """Load for ever; say each batch's number when it is acknowledged."""
    with open_embedded(Path(folder)) as warehouse:
        loader = Loader(warehouse)
        for batch in count():
            loader.load_facts([fact for n in range(batch * 20, batch * 20 + 20) for fact in everything(n)])
            say(f"batch {batch}")


def holding(folder: str) -> None:
    """Hold a folder with its door open until told to end."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with open_embedded(Path(folder)) as warehouse:
        Loader(warehouse).load_facts(everything(1))
        door = SqlDoor(warehouse, Path(folder))
        say("open")
        stop.wait()
        door.close()


def sinking(folder: str, kafka: str, site: str) -> None:
    """The sink program."""
    say("started")
    run_sink(SinkSettings(kafka=kafka, site=site, tables=Path(folder)), Watch(CollectorRegistry()))


def dying(folder: str, kafka: str, site: str, inserts: str) -> None:
    """The sink program, killed between an insert and its commit."""
    settings = SinkSettings(kafka=kafka, site=site, tables=Path(folder))
    stop = Event()
    with open_embedded(Path(folder)) as warehouse:
        sink_facts(settings, Dying(warehouse, int(inserts)), patience(stop), stop, Watch(CollectorRegistry()))


def running() -> None:
    """The sink program, told by the environment; it starts sooner than the command that starts all programs."""
    run_sink(SinkSettings(), Watch(CollectorRegistry()))


def careless() -> None:
    """A sink as it must not be, told by the environment: it commits first and inserts afterwards."""
    logging.basicConfig(format="%(message)s")
    settings, patiently = SinkSettings(), patience(Event())
    position = (settings.cluster, settings.site, settings.group, settings.batch_bytes)
    with closing(patiently(open_warehouse, settings.place())) as warehouse:
        patiently(migrate, warehouse)
        with closing(patiently(FactSource, *position)) as source:
            while True:
                batch = source.poll()
                source.commit()
                patiently(Loader(warehouse).load, batch)


if __name__ == "__main__":
    {part.__name__: part for part in (loading, holding, sinking, dying, running, careless)}[sys.argv[1]](*sys.argv[2:])
