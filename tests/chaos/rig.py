"""What stands around and between the parts of a town, so that a test can lay hands on it."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from deploy.broker.node import HOST, kept_ports
from sinks.clickhouse.address import ServerAddress
from tests.chaos.clocks import SteppedClock
from tests.chaos.disk import SmallDisk
from tests.chaos.proxy import Proxy
from tests.sinks.wire.dialect import Dialect
from tests.sinks.wire.node import PASSWORD, Node

DISK_MIB = 512
LINKED = ("intake-0", "casework-0")
CLOCKED = ("intake-1", "casework-1")


class KafkaLink:
    """A wire to the broker: a listener of its own, which sends those who come to it through a proxy."""

    def __init__(self, ports: Path, listener: str) -> None:
        ports.mkdir(parents=True)
        self.listener = listener
        self._behind, self._port = kept_ports(ports)
        self.wire = Proxy(self._port, self._behind)

    @property
    def listens(self) -> str:
        """Where the broker stands."""
        return f"{self.listener}://{HOST}:{self._behind}"

    @property
    def bootstrap(self) -> str:
        """Where its clients go."""
        return f"{HOST}:{self._port}"


class Rig:
    """Wires to the broker for LINKED, clocks for CLOCKED, a ClickHouse server on a small disk behind a wire.

    `faketime` is libfaketime, None where there is none; a disk that cannot be made small is a plain folder.
    """

    def __init__(self, folder: Path, clickhouse: Path, faketime: Path | None, *, small_disk: bool) -> None:
        self._close = ExitStack()
        self.links = {name: KafkaLink(folder / name, f"LINK{number}") for number, name in enumerate(LINKED)}
        for link in self.links.values():
            self._close.callback(link.wire.close)
        self.clocks = {name: SteppedClock(faketime, folder / f"{name}.clock") for name in CLOCKED} if faketime else {}
        self.disk = SmallDisk(folder / "disk", DISK_MIB) if small_disk else None
        if self.disk:
            self._close.callback(self.disk.close)
        self.server = Node(clickhouse, folder / "disk" / "clickhouse")
        self._close.callback(self.server.kill)
        self.server.start()
        dialect = Dialect(self.server.http_port)
        self._close.callback(dialect.close)
        (folder / "server").mkdir()
        rows, questions = kept_ports(folder / "server")
        self.to_server = (Proxy(rows, self.server.port), Proxy(questions, dialect.server_port))
        for wire in self.to_server:
            self._close.callback(wire.close)
        self.address = ServerAddress(
            host=HOST, port=self.server.port, http_port=dialect.server_port, password=PASSWORD, any_version=True
        )

    def env(self, name: str) -> Mapping[str, str]:
        """What the program of that name is told beside what all are."""
        env = {"JIESU_CLICKHOUSE_PASSWORD": PASSWORD, "JIESU_TABLES": self._sinks_tables}
        if name in self.clocks:
            env |= self.clocks[name].env()
        if name in self.links:
            env["JIESU_KAFKA"] = self.links[name].bootstrap
        return env

    def kafka(self, data: Path) -> Mapping[str, object]:
        """The broker's settings: a listener for each wire beside its own."""
        data.mkdir(parents=True, exist_ok=True)
        ours, links = kept_ports(data), self.links.values()
        clients = f"CLIENTS://{HOST}:{ours.clients}"
        names = ["CLIENTS", "CONTROLLER", *(link.listener for link in links)]
        return {
            "listeners": ",".join(
                [clients, f"CONTROLLER://{HOST}:{ours.controller}", *(link.listens for link in links)]
            ),
            "advertised.listeners": ",".join([clients, *(f"{link.listener}://{link.bootstrap}" for link in links)]),
            "listener.security.protocol.map": ",".join(f"{name}:PLAINTEXT" for name in names),
        }

    def close(self) -> None:
        """End the server, break the wires, unmount the disk."""
        self._close.close()

    @property
    def tables(self) -> str:
        """The server as it can be asked whatever is cut."""
        return f"{self.address}?http_port={self.address.http_port}&any_version=true"

    @property
    def _sinks_tables(self) -> str:
        rows, questions = self.to_server
        through = self.address.model_copy(update={"port": rows.port})
        return f"{through}?http_port={questions.port}&any_version=true"
