"""The files of one broker: its ports, its settings, its log."""

import json
import random
import socket
import time
from pathlib import Path
from typing import NamedTuple

from deploy.errors import SetupError

HOST = "127.0.0.1"
# Below the range from which systems hand out ports: while the broker is down, a client that tries again cannot get the
# broker's own port as its local one.
_PORTS = range(20_000, 30_000)
_DAY_MINUTES = 24 * 60
_MIB = 1024 * 1024

LOGGING = """\
status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = {log}
appender.file.filePattern = {log}.%i
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{ISO8601}} %p %m (%c)%n
appender.file.policies.type = SizeBasedTriggeringPolicy
appender.file.policies.size = 10MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 3
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


class Ports(NamedTuple):
    """Where clients come in, and where the node talks to itself."""

    clients: int
    controller: int


def kept_ports(data: Path) -> Ports:
    """The ports of the node in `data`: chosen once, so that a restart comes back where clients look for it."""
    file = data / "ports.json"
    if not file.exists():
        file.write_text(json.dumps(_free_ports()))
    return Ports(*json.loads(file.read_text()))


def wait_until_free(ports: Ports, data: Path, patience_s: float) -> None:
    """Return once nobody listens on `ports`: a broker that was just killed may still be going. Raises SetupError."""
    deadline = time.monotonic() + patience_s
    while taken := [port for port in ports if not _is_free(port)]:
        if time.monotonic() > deadline:
            raise SetupError(
                f"port {taken[0]} is taken, and the Kafka in {data} was set up to use it: stop the program that holds "
                f"it (a jiesu that still runs on the same folder?), or delete {data / 'ports.json'} to choose another"
            )
        time.sleep(0.1)


def settings(data: Path, ports: Ports) -> dict[str, object]:
    """Kafka's server.properties for one node that is broker and controller."""
    return {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{HOST}:{ports.controller}",
        "listeners": f"CLIENTS://{HOST}:{ports.clients},CONTROLLER://{HOST}:{ports.controller}",
        "advertised.listeners": f"CLIENTS://{HOST}:{ports.clients}",
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "CLIENTS",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": data / "topics",
        **_RESTART,
        **_TOPICS,
        **_GROUPS,
        **_TRANSACTIONS,
    }


def write_properties(path: Path, values: dict[str, object]) -> None:
    """Write a Java properties file."""
    path.write_text("".join(f"{key}={value}\n" for key, value in values.items()))


_RESTART = {
    # after kill -9 the controller lets the broker in again only when its last session has run out
    "broker.session.timeout.ms": 4_000,
    "broker.heartbeat.interval.ms": 500,
}
_TOPICS = {
    "auto.create.topics.enable": "false",
    "message.max.bytes": 16 * _MIB,
    "default.replication.factor": 1,
    "min.insync.replicas": 1,
    "log.cleaner.dedupe.buffer.size": 32 * _MIB,
}
_GROUPS = {
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1_000,
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 8,
    "offsets.retention.minutes": 60 * _DAY_MINUTES,  # no shorter than the raw topics'
}
_TRANSACTIONS = {
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 8,
    # a stopped writer's open transaction hides what stands behind it
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 1_000,
}


def _free_ports() -> Ports:
    free = (port for port in random.sample(_PORTS, len(_PORTS)) if _is_free(port))
    return Ports(next(free), next(free))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
