"""A whole site for one test: a broker of its own, and programs that die by the test's hand."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.admin import create_topics
from deploy.kafka import EmbeddedKafka
from deploy.policy_publish import publish_policy
from tests.chaos.evidence import Witness
from tests.chaos.programs import Program
from tests.chaos.rig import Rig
from topics.inbox import ClockSetting
from topics.policy import Policy

SITE = "chaos"
RAW_PARTITIONS = 2
DRAIN_S = 600.0
SETTLE_S = 120.0
CLI = ("-m", "deploy.cli")
UNSAFE = ("-m", "tests.chaos.unsafe")
PARTS = ("intake", "casework", "sink")
TRANSACTIONAL = ("intake", "casework")


class Town:
    """Parts are "intake", "casework" and "sink"; `workers` of the first two. The `unsafe` part has no transactions.

    The tables are in a folder, or on the server of the `rig`, which stands between the parts.
    """

    def __init__(
        self,
        folder: Path,
        jars: Path,
        policy_folder: Path,
        workers: int = 1,
        unsafe: str = "",
        rig: Rig | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.tables, self.rig = folder, folder / "tables", rig
        kafka = folder / "kafka"
        self.kafka = EmbeddedKafka(kafka, jars, rig.kafka(kafka) if rig else None)
        self._policy_folder, self.unsafe, self._env = policy_folder, unsafe, env or {}
        self._workers = {"intake": workers, "casework": workers, "sink": 1}
        self.parts: dict[str, list[Program]] = {}
        self.feeds: list[Program] = []

    @property
    def programs(self) -> list[Program]:
        """Every program of every part."""
        return [one for some in self.parts.values() for one in some]

    def open(self, policy: Policy, clock: ClockSetting, start: bool = True) -> None:
        """Broker, topics, policy, and the programs if they are to start at once."""
        self.found(policy)
        publish_policy(self.kafka.cluster, SITE, policy, clock)
        if start:
            self.start()

    def found(self, policy: Policy) -> None:
        """Broker and topics; no policy yet, and no program started."""
        self.kafka.start()
        create_topics(self.kafka.cluster, SITE, RAW_PARTITIONS, len(policy.scopes))
        for part, count in self._workers.items():
            self.parts[part] = [self.program(part, f"{part}-{number}") for number in range(count)]

    def start(self) -> None:
        """Start every program."""
        for program in self.programs:
            program.start()

    def close(self) -> None:
        """End everything, whatever state it is in."""
        for program in [*self.feeds, *self.programs]:
            program.kill()
        self.kafka.stop()

    def feed(self, file: Path, channel: str) -> Program:
        """Start to publish a file as fast as it goes."""
        program = Program(
            f"feed {file.name}",
            (*CLI, "feed", str(file), "--channel", channel),
            self.env(),
            self.folder / "feed.log",
        )
        program.start()
        self.feeds.append(program)
        return program

    def env(self, name: str = "") -> dict[str, str]:
        """What every program is told, and what the one of that name is told beside that."""
        return {
            "JIESU_SITE": SITE,
            "JIESU_KAFKA": self.kafka.bootstrap,
            "JIESU_POLICY": str(self._policy_folder),
            "JIESU_REPORTER_KEY": "chaos has no secrets",
            "JIESU_TABLES": str(self.tables),
            "JIESU_SCRATCH": str(self.folder / "scratch"),
            "JIESU_METRICS_PORT": "0",
            **(self.rig.env(name) if self.rig else {}),
            **self._env,
        }

    def program(self, part: str, name: str, instance: str | None = None) -> Program:
        """A program of a part, not started, that calls itself `instance`, by default as it is named."""
        start = UNSAFE if part == self.unsafe else (*CLI, "run")
        env = {**self.env(name), "JIESU_INSTANCE": name if instance is None else instance}
        return Program(name, (*start, part), env, self.folder / f"{name}.log")

    def witness(self) -> Witness:
        """Somebody who asks the broker."""
        return Witness(self.kafka.bootstrap, SITE)

    def settle(self, patience_s: float = SETTLE_S) -> None:
        """Wait until every part has read what there was when its turn came, each by programs that live."""
        for part in PARTS:
            self._pass(part, patience_s)
        for program in self.programs:
            assert program.alive, f"{program.name} ended by itself, with status {program.status}\n{program.tail()}"

    def drain(self) -> None:
        """Wait until every part has read what those before it wrote, and end each when it has. Nobody feeds any more.

        Ticks may stand behind casework's position: see `positions` of a witness.
        """
        for part in PARTS:
            self._pass(part, DRAIN_S)
            for program in self.parts[part]:
                program.tell_to_end()
            for program in self.parts[part]:
                program.stop()

    def _pass(self, part: str, patience_s: float) -> None:
        with self.witness() as witness:
            ends = witness.ends(part)
            self._until(lambda: not witness.behind(part, ends=ends), f"{part} to read on", patience_s)

    def cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one jiesu command to its end."""
        command = [sys.executable, *CLI, *arguments]
        return subprocess.run(command, env={**os.environ, **self.env()}, capture_output=True, text=True, check=False)

    def _until(self, done: Callable[[], bool], what: str, patience_s: float) -> None:
        try:
            until(done, what, patience_s)
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self._tails()}") from error

    def _tails(self) -> str:
        return "\n".join(f"== {one.name}\n{one.tail()}" for one in self.programs)


def until(done: Callable[[], bool], what: str, patience_s: float) -> None:
    """Ask again and again. Raises TimeoutError."""
    deadline = time.monotonic() + patience_s
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {patience_s:.0f} s for {what}")
        time.sleep(0.2)


def ready(worker: Program, times: int = 1) -> bool:
    """Whether a worker has said so often that a partition of its own is ready."""
    return worker.log.exists() and worker.log.read_text(errors="replace").count("ready at offset") >= times
