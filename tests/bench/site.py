"""One site of a run: its topics on the run's broker, its tables, and the programs as users run them."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from deploy.admin import connected, create_topics
from deploy.kafka import EmbeddedKafka
from deploy.policy_publish import publish_policy
from sinks.clickhouse.ask import ask
from streams.runtime.clock import wall
from tests.bench.load import EPOCH
from tests.bench.policy import KEY, write_policy
from tests.chaos.programs import Program
from topics.catalog import TOPICS, full_name
from topics.inbox import ClockSetting

PARTS = ("intake", "casework", "sink")
_READY_S = 180.0


class Site:
    """A site of `scopes` scopes. Its clock stands at the load's beginning until `begin`."""

    def __init__(self, kafka: EmbeddedKafka, folder: Path, name: str, scopes: int) -> None:
        self.kafka, self.name, self.folder = kafka, name, folder / name
        self.policy_folder, self.tables = self.folder / "policy", self.folder / "tables"
        self.policy = write_policy(self.policy_folder, scopes)
        self._env = {
            "JIESU_SITE": name,
            "JIESU_KAFKA": kafka.bootstrap,
            "JIESU_POLICY": str(self.policy_folder),
            "JIESU_REPORTER_KEY": KEY,
            "JIESU_TABLES": str(self.tables),
            "JIESU_SCRATCH": str(self.folder / "scratch"),
            "JIESU_METRICS_PORT": "0",
        }
        self.parts = {part: self._program(part) for part in PARTS}
        create_topics(kafka.cluster, name, 1, scopes)

    def begin(self, rate: float) -> None:
        """Publish the policy: from now on the stream's time goes on `rate` times as fast as the wall's."""
        publish_policy(self.kafka.cluster, self.name, self.policy, ClockSetting(epoch=EPOCH, start=wall(), rate=rate))

    def start(self, *parts: str) -> float:
        """Start programs and wait until each is ready. Returns the seconds that it took."""
        begun = time.monotonic()
        for part in parts:
            self.parts[part].start()
        for part in parts:
            self.until(lambda part=part: self.ready(part), f"{part} to be ready", _READY_S, apart_s=0.02)  # type: ignore[misc]
        return time.monotonic() - begun

    def stop(self) -> None:
        """End the programs, the last reader last."""
        for program in self.parts.values():
            if program.alive:
                program.stop()

    def remove(self) -> None:
        """Delete the topics: the disk is needed."""
        with connected(self.kafka.cluster) as admin:
            admin.delete_topics([full_name(self.name, spec.name) for spec in TOPICS])

    def ready(self, part: str) -> bool:
        """Whether a program does its work already."""
        try:
            return self._get(part, "readyz") is not None
        except OSError:  # not there yet, or it says what it lacks
            return False

    def metrics(self, part: str) -> Mapping[str, float]:
        """The figures of a program: of each metric the sum of its series."""
        sums: dict[str, float] = {}
        for family in text_string_to_metric_families(self._get(part, "metrics") or ""):
            for sample in family.samples:
                sums[sample.name] = sums.get(sample.name, 0.0) + sample.value
        return sums

    def query(self, sql: str) -> list[list[str]]:
        """Ask the tables: the rows as text."""
        return [line.split("\t") for line in ask(self.tables, sql, "TSV").splitlines()]

    def until(self, done: Callable[[], bool], what: str, patience_s: float, apart_s: float = 0.5) -> None:
        """Wait; raises AssertionError with what the programs said when one ends by itself, or it takes too long."""
        deadline = time.monotonic() + patience_s
        while not done():
            gone = [one.name for one in self.parts.values() if one.status is not None]
            assert not gone, f"{gone} ended by itself while waiting for {what}\n{self._tails()}"
            assert time.monotonic() < deadline, f"waited {patience_s:.0f} s for {what}\n{self._tails()}"
            time.sleep(apart_s)

    def _get(self, part: str, page: str) -> str | None:
        log = self.parts[part].log
        said = re.findall(r"answers at (http://\S+)/metrics", log.read_text(errors="replace")) if log.exists() else []
        if not said:
            return None
        with urlopen(f"{said[-1]}/{page}", timeout=10) as answer:  # noqa: S310 - our own program on loopback
            text: str = answer.read().decode()
            return text

    def _program(self, part: str) -> Program:
        arguments = ("-m", "deploy.cli", "run", part, "--loglevel", "warning")
        return Program(part, arguments, {**self._env, "JIESU_INSTANCE": part}, self.folder / f"{part}.log")

    def _tails(self) -> str:
        return "\n".join(f"== {one.name}\n{one.tail()}" for one in self.parts.values() if one.log.exists())


@contextmanager
def site(kafka: EmbeddedKafka, folder: Path, name: str, scopes: int) -> Iterator[Site]:
    """A site for the length of a block; then its programs are ended and its topics deleted."""
    one = Site(kafka, folder, name, scopes)
    try:
        yield one
    finally:
        one.stop()
        one.remove()
