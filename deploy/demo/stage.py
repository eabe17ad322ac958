"""What the demo sets up: topics, programs, and the policy that starts the clock."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import deploy
from deploy.admin import create_topics
from deploy.errors import SetupError
from deploy.policy_publish import publish_policy
from deploy.policyfile import load_policy
from deploy.settings import PORTS
from deploy.simulator.generate import EPOCH
from deploy.supervise import STOP_S, Program, Supervisor
from streams.runtime.clock import wall
from topics.cluster import Cluster
from topics.inbox import ClockSetting

Say = Callable[[str], None]
POLICY = Path(deploy.__file__).parent / "policies" / "demo"
REPORTER_KEY = "a demo has no secrets"
_HOST = "127.0.0.1"
_RAW_PARTITIONS = 2
_PATIENCE_S = 240.0  # a new machine compiles merging first
_LOOK_S = 0.1


class Part(NamedTuple):
    """One program: what its log says once it works, and the port that it would like, by the setting that says so."""

    name: str
    ready_when: str
    port_setting: str = ""
    port: int = 0


STREAM = (Part("intake", "ready at offset"), Part("casework", "ready at offset"), Part("sink", "reading the facts"))
"""What must work before the clock starts."""
FRONT = (
    Part("console", "Uvicorn running on", "JIESU_CONSOLE_PORT", 8080),
    Part("http", "Uvicorn running on", "JIESU_HTTP_PORT", 8012),
)
"""What people reach, and what tells them the time: it is told the clock."""


class Stage(NamedTuple):
    """A stream that runs: its programs, its clock, the address of each program of the front, and of its metrics."""

    stream: Supervisor
    front: Supervisor
    clock: ClockSetting
    addresses: Mapping[str, str]
    metrics: Mapping[str, str]

    def wait_until_open(self) -> None:
        """Return once people can reach the front: the clock does not wait for it. Raises SetupError."""
        self.front.wait_until_ready(_PATIENCE_S)

    def look(self) -> None:
        """See Supervisor."""
        self.stream.look()
        self.front.look()

    def stop(self, name: str) -> None:
        """End one program of the stream for good: nobody looks after it from here on. Raises SetupError."""
        program = next(one for one in self.stream.programs if one.name == name)
        program.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_S
        while program.running:
            if time.monotonic() > deadline:
                raise SetupError(f"{name} does not end: see {program.log}")
            time.sleep(_LOOK_S)


@contextmanager
def set_stage(cluster: Cluster, site: str, data: Path, rate: float, say: Say) -> Iterator[Stage]:
    """The stream of `site`, ready for reports, its files under `data`, for as long as the block runs.

    `rate` is how many seconds of its own time pass in one of ours. Raises SetupError.
    """
    policy = load_policy(POLICY)
    create_topics(cluster, site, _RAW_PARTITIONS, len(policy.scopes))
    names = ", ".join(part.name for part in (*STREAM, *FRONT))
    say(f"Topics of site {site} made; starting {names} / 主题已建,正在启动各程序")
    told, probes = _told(cluster, site, data), {name: free_port(port) for name, port in PORTS.items()}
    with Supervisor([_program(part, told, data, probes) for part in STREAM], say) as stream:
        stream.wait_until_ready(_PATIENCE_S)
        clock = ClockSetting(epoch=EPOCH, start=wall(), rate=rate)
        publish_policy(cluster, site, policy, clock)
        ports = {part: free_port(_wanted(part)) for part in FRONT}
        clocked = {**told, "JIESU_CLOCK": clock.model_dump_json()}
        programs = [
            _program(part, {**clocked, part.port_setting: str(port)}, data, probes) for part, port in ports.items()
        ]
        with Supervisor(programs, say) as front:
            say(f"Policy {policy.version} in force; the clock runs {rate:g} times as fast / 制度已生效,时钟已加速")
            yield Stage(stream, front, clock, _urls({part.name: port for part, port in ports.items()}), _urls(probes))


def _urls(ports: Mapping[str, int]) -> dict[str, str]:
    return {name: f"http://{_HOST}:{port}" for name, port in ports.items()}


def tables_of(data: Path) -> Path:
    """Where the tables of a demo stand."""
    return data / "tables"


def _wanted(part: Part) -> int:
    said = os.environ.get(part.port_setting) or str(part.port)
    if not said.isdecimal():
        raise SetupError(f"{part.port_setting} is {said!r}: set it to a port, or leave it out")
    return int(said)


def free_port(wanted: int) -> int:
    """The port, or another one where somebody listens on it."""
    with suppress(OSError):
        return _bound(wanted)
    return _bound(0)


def _bound(port: int) -> int:
    with socket.create_server((_HOST, port)) as server:
        return int(server.getsockname()[1])


def _told(cluster: Cluster, site: str, data: Path) -> dict[str, str]:
    """What every program is told."""
    return {
        "JIESU_KAFKA": cluster.bootstrap,
        "JIESU_SITE": site,
        "JIESU_POLICY": str(POLICY),
        "JIESU_REPORTER_KEY": REPORTER_KEY,
        "JIESU_TABLES": str(tables_of(data)),
        "JIESU_SCRATCH": str(data / "scratch"),
        # what the operator set for programs elsewhere is not for the demo's: its addresses are printed
        **{f"JIESU_{part}_HOST": _HOST for part in ("HTTP", "CONSOLE", "METRICS")},
        "JIESU_HTTP_TOKENS": "",
    }


def _program(part: Part, told: Mapping[str, str], data: Path, probes: Mapping[str, int]) -> Program:
    told = {**told, "JIESU_METRICS_PORT": str(probes[part.name])}
    command = (sys.executable, "-m", "deploy.cli", "run", part.name)
    return Program(part.name, command, told, data / "logs" / f"{part.name}.log", part.ready_when)
