"""A whole site for one test: a broker of its own, a load, and programs that die by the test's hand."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.admin import create_topics
from deploy.kafka import EmbeddedKafka
from deploy.policy_publish import publish_policy
from tests.chaos.evidence import Witness
from tests.chaos.programs import Program
from topics.inbox import ClockSetting
from topics.policy import Policy

SITE = "chaos"
RAW_PARTITIONS = 2
DRAIN_S = 600.0
CLI = ("-m", "deploy.cli")
UNSAFE = ("-m", "tests.chaos.unsafe")
PARTS = ("intake", "casework", "sink")


class Town:
    """Parts are "intake", "casework" and "sink"; `workers` of the first two. The `unsafe` part has no transactions."""

    def __init__(self, folder: Path, jars: Path, policy_folder: Path, workers: int = 1, unsafe: str = "") -> None:
        self.folder, self.tables = folder, folder / "tables"
        self.kafka = EmbeddedKafka(folder / "kafka", jars)
        self._policy_folder, self.unsafe = policy_folder, unsafe
        self._workers = {"intake": workers, "casework": workers, "sink": 1}
        self.parts: dict[str, list[Program]] = {}
        self.feeds: list[Program] = []

    def open(self, policy: Policy, clock: ClockSetting, start: bool = True) -> None:
        """Broker, topics, policy, and the programs if they are to start at once."""
        self.kafka.start()
        create_topics(self.kafka.cluster, SITE, RAW_PARTITIONS, len(policy.scopes))
        publish_policy(self.kafka.cluster, SITE, policy, clock)
        for part, count in self._workers.items():
            self.parts[part] = [self._program(part, number) for number in range(count)]
        if start:
            self.start()

    def start(self) -> None:
        """Start every program."""
        for program in (one for some in self.parts.values() for one in some):
            program.start()

    def close(self) -> None:
        """End everything, whatever state it is in."""
        for program in [*self.feeds, *(one for some in self.parts.values() for one in some)]:
            program.kill()
        self.kafka.stop()

    def feed_the_rest(self) -> None:
        """The kills are over: publish what is left as fast as it goes, and wait for it."""
        paced, self.feeds = self.feeds, []
        for feed in paced:
            feed.kill()
            arguments = feed.arguments[: feed.arguments.index("--rate")]
            last = Program(feed.name, arguments, self.env(), feed.log)
            last.start()
            assert last.wait(DRAIN_S) == 0, last.tail()

    def feed(self, file: Path, channel: str, *options: str) -> Program:
        """Start to publish a file; the program is kept, so that it can be killed and started again."""
        arguments = (*CLI, "feed", str(file), "--channel", channel, *options)
        program = Program(f"feed {file.name}", arguments, self.env(), self.folder / "feed.log")
        program.start()
        self.feeds.append(program)
        return program

    def env(self) -> dict[str, str]:
        """What every program is told."""
        return {
            "JIESU_SITE": SITE,
            "JIESU_KAFKA": self.kafka.bootstrap,
            "JIESU_POLICY": str(self._policy_folder),
            "JIESU_REPORTER_KEY": "chaos has no secrets",
            "JIESU_TABLES": str(self.tables),
            "JIESU_SCRATCH": str(self.folder / "scratch"),
            "JIESU_METRICS_PORT": "0",
        }

    def witness(self) -> Witness:
        """Somebody who asks the broker."""
        return Witness(self.kafka.bootstrap, SITE)

    def drain(self) -> None:
        """Wait until every part has read all that there is, stopping each when it has, the last reader last."""
        for part in PARTS:
            self._until(lambda part=part: self._stopped_behind_nothing(part), f"{part} to read all")  # type: ignore[misc]

    def _stopped_behind_nothing(self, part: str) -> bool:
        with self.witness() as witness:
            for program in self.parts[part]:
                assert program.alive, f"{program.name} ended by itself, with status {program.status}\n{program.tail()}"
            if witness.behind(part):
                return False
            for program in self.parts[part]:
                program.stop()
            if witness.behind(part) or witness.open_transactions(part):
                for program in self.parts[part]:  # a tick came in between
                    program.start()
                return False
        return True

    def cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one jiesu command to its end."""
        command = [sys.executable, *CLI, *arguments]
        return subprocess.run(command, env={**os.environ, **self.env()}, capture_output=True, text=True, check=False)

    def _program(self, part: str, number: int) -> Program:
        start = UNSAFE if part == self.unsafe else (*CLI, "run")
        env = {**self.env(), "JIESU_INSTANCE": f"{part}-{number}"}
        return Program(f"{part}-{number}", (*start, part), env, self.folder / f"{part}-{number}.log")

    def _until(self, done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + DRAIN_S
        while not done():
            assert time.monotonic() < deadline, f"waited {DRAIN_S:.0f} s for {what}\n{self._tails()}"
            time.sleep(1.0)

    def _tails(self) -> str:
        return "\n".join(f"== {one.name}\n{one.tail()}" for some in self.parts.values() for one in some)
