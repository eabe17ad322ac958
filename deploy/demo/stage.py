"""What the demo sets up: topics, programs, and the policy that starts the clock."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import deploy
from deploy.admin import create_topics
from deploy.errors import SetupError
from deploy.policy_publish import publish_policy
from deploy.policyfile import load_policy
from deploy.simulator.generate import EPOCH
from deploy.supervise import STOP_S, Program, Supervisor
from streams.runtime.clock import wall
from topics.cluster import Cluster
from topics.inbox import ClockSetting

Say = Callable[[str], None]
POLICY = Path(deploy.__file__).parent / "policies" / "demo"
REPORTER_KEY = "a demo has no secrets"
_RAW_PARTITIONS = 2
_PATIENCE_S = 90.0
_LOOK_S = 0.1
_READY_WHEN = {"intake": "ready at offset", "casework": "ready at offset", "sink": "reading the facts"}


class Stage(NamedTuple):
    """A stream that runs: its programs, and its clock."""

    supervisor: Supervisor
    clock: ClockSetting

    def stop(self, name: str) -> None:
        """End one program for good: nobody looks after the programs from here on. Raises SetupError."""
        program = next(one for one in self.supervisor.programs if one.name == name)
        program.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_S
        while program.running:
            if time.monotonic() > deadline:
                raise SetupError(f"{name} does not end: see {program.log}")
            time.sleep(_LOOK_S)


@contextmanager
def set_stage(cluster: Cluster, site: str, data: Path, rate: float, say: Say) -> Iterator[Stage]:
    """The stream of `site`, ready for reports, its files under `data`, for as long as the block runs.

    `rate` is how many seconds of its own time pass in one of ours.

    Raises SetupError.
    """
    policy = load_policy(POLICY)
    create_topics(cluster, site, _RAW_PARTITIONS, len(policy.scopes))
    say(f"Topics of site {site} made; starting {', '.join(_READY_WHEN)} / 主题已建,正在启动各程序")
    with Supervisor(_programs(cluster, site, data), say) as supervisor:
        supervisor.wait_until_ready(_PATIENCE_S)
        clock = ClockSetting(epoch=EPOCH, start=wall(), rate=rate)
        publish_policy(cluster, site, policy, clock)
        say(f"Policy {policy.version} in force; the clock runs {rate:g} times as fast / 制度已生效,时钟已加速")
        yield Stage(supervisor, clock)


def tables_of(data: Path) -> Path:
    """Where the tables of a demo stand."""
    return data / "tables"


def _programs(cluster: Cluster, site: str, data: Path) -> list[Program]:
    environment = {
        "JIESU_KAFKA": cluster.bootstrap,
        "JIESU_SITE": site,
        "JIESU_POLICY": str(POLICY),
        "JIESU_REPORTER_KEY": REPORTER_KEY,
        "JIESU_TABLES": str(tables_of(data)),
        "JIESU_SCRATCH": str(data / "scratch"),
        "JIESU_METRICS_PORT": "0",
    }
    command = (sys.executable, "-m", "deploy.cli", "run")
    return [
        Program(name, (*command, name), environment, data / "logs" / f"{name}.log", ready_when)
        for name, ready_when in _READY_WHEN.items()
    ]
