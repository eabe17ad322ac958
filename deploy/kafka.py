"""The embedded Apache Kafka, or any other."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self, cast

from deploy.broker import keeper
from deploy.broker.jars import default_cache, prepare
from deploy.broker.node import HOST, LOGGING, kept_ports, settings, wait_until_free, write_properties
from deploy.errors import SetupError
from deploy.settings import read_site
from topics.cluster import Cluster

_START_S = 60.0
_FREE_S = 10.0
_STOP_S = 30.0
_TERMINATED = 128 + signal.SIGTERM
_CLUSTER = "jiesu-embedded-kafka--"  # 22 characters, as Kafka wants a cluster id
_JAVA = ("java", "-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")


class EmbeddedKafka:
    """One real broker in a child process, its topics on disk under `data`, made of the jars in `jars`.

    It keeps its port from start to start, and ends with the process that started it, however that ends. `more` holds
    settings of Kafka that win over ours.
    A context manager: `with EmbeddedKafka(data, jars) as broker: broker.bootstrap`.
    """

    def __init__(self, data: Path, jars: Path, more: Mapping[str, object] | None = None) -> None:
        self._data = data.absolute()
        self._more = more or {}
        self._jars = jars.absolute()
        self._properties = self._data / "server.properties"
        self._classes = self._jars.with_name(f"{self._jars.name}.jsa")
        self._classes_left = self._data / "classes.jsa"
        self._keeper: subprocess.Popen[str] | None = None
        self.bootstrap = ""
        self.pid = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the broker's process lives."""
        return self._keeper is not None and self._keeper.poll() is None

    @property
    def cluster(self) -> Cluster:
        """The running broker, for those who go there."""
        return Cluster(bootstrap=self.bootstrap)

    @property
    def log(self) -> Path:
        """The broker's own log file."""
        return self._data / "broker.log"

    def start(self) -> str:
        """Start the broker and wait until it answers. Returns its bootstrap "host:port". Raises SetupError."""
        if self.running:
            return self.bootstrap
        self._data.mkdir(parents=True, exist_ok=True)
        ports = kept_ports(self._data)
        wait_until_free(ports, self._data, _FREE_S)
        write_properties(self._properties, {**settings(self._data, ports), **self._more})
        (self._data / "log4j2.properties").write_text(LOGGING.format(log=self.log))
        self._format()
        self._launch()
        self.bootstrap = f"{HOST}:{ports.clients}"
        self._wait_until_it_answers()
        return self.bootstrap

    def stop(self) -> None:
        """Stop the broker cleanly; kill it if it does not go. Nothing happens if it is not running."""
        self._end(signal.SIGTERM)
        self._keep_classes()

    def kill(self) -> None:
        """Kill the broker at once (kill -9): what it acknowledged is on disk."""
        self._end(signal.SIGKILL)

    def _java(self, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={self._data / 'log4j2.properties'}"
        shared = [f"-XX:SharedArchiveFile={self._classes}"] if self._classes.exists() else []
        return [*_JAVA, *shared, logging, "-cp", f"{self._jars}/*", *arguments]

    def _class_leaving(self) -> list[str]:
        # The first broker to stop cleanly leaves Java's image of the loaded classes beside the jars: it halves the
        # time of every later start. Java passes over an image that does not fit it.
        if self._classes.exists():
            return []
        self._classes_left.unlink(missing_ok=True)
        return [f"-XX:ArchiveClassesAtExit={self._classes_left}"]

    def _keep_classes(self) -> None:
        if self._keeper and self._keeper.returncode == _TERMINATED and self._classes_left.exists():
            part = self._classes.with_name(f"{self._classes.name}.part-{self._keeper.pid}")
            shutil.move(self._classes_left, part)
            part.replace(self._classes)

    def _format(self) -> None:
        if (self._data / "topics" / "meta.properties").exists():
            return
        tool = ["kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c", str(self._properties)]
        done = subprocess.run(self._java(*tool), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SetupError(f"Kafka could not set up {self._data}: give it another folder\n{done.stdout}{done.stderr}")

    def _launch(self) -> None:
        keep = [sys.executable, "-I", keeper.__file__, str(os.getpid())]
        program = self._java(*self._class_leaving(), "kafka.Kafka", str(self._properties))
        with (self._data / "broker.out").open("w") as out:
            # a session of its own: Ctrl-C at the terminal must not stop the broker before those who use it
            self._keeper = subprocess.Popen(
                [*keep, *program], stdout=subprocess.PIPE, stderr=out, text=True, start_new_session=True
            )
        with cast(IO[str], self._keeper.stdout) as said:
            self.pid = int(said.readline())

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _START_S
        while not _answers(self.bootstrap):
            if not self.running or time.monotonic() > deadline:
                self.kill()
                raise SetupError(f"Kafka did not start: see what it said in {self.log}\n{_tail(self.log)}")
            time.sleep(0.05)

    def _end(self, how: signal.Signals) -> None:
        if self._keeper is None:
            return
        if self.running:
            os.kill(self.pid, how)
        try:
            self._keeper.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def cluster_or_embedded(data: Path, say: Callable[[str], None]) -> Iterator[Cluster]:
    """The Kafka of JIESU_KAFKA, or else a broker embedded in `data` for as long as the block runs.

    `say` is told each step. Raises SetupError when there is no broker to be had.
    """
    if os.environ.get("JIESU_KAFKA"):
        given = read_site().cluster
        say(f"Using the Kafka at {given} / 使用已有的 Kafka")
        yield given
        return
    jars = prepare(default_cache(), say)
    say(f"Starting Kafka on {data} / 正在启动 Kafka")
    with EmbeddedKafka(data, jars) as broker:
        say(f"Kafka answers at {broker.bootstrap} / Kafka 已就绪")
        yield broker.cluster


def _answers(bootstrap: str) -> bool:
    # Kafka opens its port for clients last of all, once the controller has let the broker in
    host, _, port = bootstrap.partition(":")
    with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
        return True
    return False


def _tail(file: Path) -> str:
    return "\n".join(file.read_text(errors="replace").splitlines()[-10:]) if file.exists() else ""
