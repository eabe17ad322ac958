"""A race: one of the others against the same load, from the raw topics to its outputs committed."""

import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from kafka import KafkaConsumer, TopicPartition

from deploy.kafka import EmbeddedKafka
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from tests.bench.events import Rules
from tests.bench.load import EPOCH, Step
from tests.bench.preload import RAW, preload
from tests.bench.site import Site, site
from tests.bench.spent import spent
from tests.chaos.programs import Program
from topics.catalog import FACTS, full_name
from topics.facts import Told

SIDES = ("plain_faust", "quix", "wax")
_PATIENCE_S = 1_200.0
_WRITTEN = int(EPOCH.timestamp() * 1000)  # ms; Kafka's time of the records is nothing to the rules
_LOOK_S = 0.1
_LEAST, _QUIET_S = 0.7, 5.0  # of the rows, a share that is reached in any order; seconds in which no other comes
_WARM = 0.2  # of the load is over before the first round begins
_Facts = Sequence[Told]


class Raced(NamedTuple):
    """Reports a second in each round and in the median; microseconds of processor time for each report."""

    per_s: float
    rounds: list[float]
    cpu_us: float


class Truth:
    """What the rules say to a stretch of the load, one record after another: what every side must come to."""

    def __init__(self, policy: Path, load: Iterable[Step], steps: int, scratch: Path) -> None:
        rules, self._scratch = Rules(policy), scratch
        self.load = list(islice(load, steps))
        self.reports = sum(step.fresh for step in self.load)
        said: list[Told] = []
        for number, step in enumerate(self.load):
            for topic, raw in zip(RAW, (step.report, step.action), strict=True):
                _, record = rules.admit(topic, 0, number, _WRITTEN, raw.value)
                assert record, f"the load has a record that intake refuses: {raw.value[:200]!r}"
                said += [Told(one.topic, one.key, one.value or b"") for one in rules.fold(record) if one.topic in FACTS]
        self.rows = sum(one.topic == "rows" for one in said)
        self._members = self.members(said)

    def members(self, facts: _Facts) -> set[tuple[str, ...]]:
        """Which report is in which case, by the tables that these facts fill."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        with open_embedded(self._scratch / str(time.monotonic_ns())) as tables:
            Loader(tables).load(facts)
            found = tables.query("SELECT report_id, case_id FROM members", "TSV").decode()
        return {tuple(line.split("\t")) for line in found.splitlines()}

    def check(self, side: str, facts: _Facts) -> None:
        """Hold a side to the same cases. Raises AssertionError."""
        other = self.members(facts) ^ self._members
        assert not other, f"{side} is not the same rules: {len(other)} memberships differ, as {sorted(other)[:3]}"


def race(kafka: EmbeddedKafka, folder: Path, side: str, truth: Truth, rounds: int) -> Raced:
    """Run one side over the whole load, and hold what it said to the truth."""
    with site(kafka, folder, f"race-{side.replace('_', '-')}", 1) as one:
        preload(kafka.bootstrap, one.name, truth.load, len(truth.load))
        program = _program(side, one)
        program.start()
        try:
            seen, cost = _watched(one, program, truth.rows)
        finally:
            program.kill()
        truth.check(side, _facts(one))
        speeds = _speeds(seen, truth, rounds)
        return Raced(round(median(speeds)), [round(speed) for speed in speeds], round(cost * 1e6 / truth.reports, 1))


def _program(side: str, one: Site) -> Program:
    scratch = one.folder / "side"
    scratch.mkdir()
    where = (one.kafka.bootstrap, one.name, str(one.policy_folder), str(scratch))
    return Program(side, ("-m", f"tests.bench.sides.{side}", *where), {}, one.folder / f"{side}.log")


def _watched(one: Site, program: Program, expected: int) -> tuple[list[tuple[float, int]], float]:
    """When how many records of `rows` were written: every change that was seen; the seconds of work that it took.

    How many there will be is known roughly: who reads one topic far ahead of the other applies an action when its
    report comes, and says what came of both in one row. Who stops too soon fails in `Truth.check`.
    """
    rows = TopicPartition(full_name(one.name, "rows"), 0)
    seen, cost, deadline = [(time.monotonic(), 0)], 0.0, time.monotonic() + _PATIENCE_S
    with closing(_reader(one, "read_uncommitted")) as hasty, closing(_reader(one, "read_committed")) as patient:
        while seen[-1][1] < expected * _LEAST or time.monotonic() < seen[-1][0] + _QUIET_S:
            assert program.alive, f"{program.name} ended by itself\n{program.tail()}"
            assert time.monotonic() < deadline, f"{program.name}: {seen[-1][1]} of {expected} rows\n{program.tail()}"
            time.sleep(_LOOK_S)
            written, committed = (reader.end_offsets([rows])[rows] for reader in (hasty, patient))
            if written > seen[-1][1] or committed < written:
                seen.append((time.monotonic(), written))
                cost = spent(program.pid)
    return seen, cost


def _facts(one: Site) -> _Facts:
    """All that was said."""
    facts: list[Told] = []
    with closing(_reader(one, "read_committed")) as reader:
        parts = [TopicPartition(full_name(one.name, topic), 0) for topic in FACTS]
        reader.assign(parts)
        ends = reader.end_offsets(parts)
        while any(reader.position(part) < end for part, end in ends.items()):
            for part, records in reader.poll(timeout_ms=500).items():
                topic = part.topic.removeprefix(f"{one.name}.")
                facts += [Told(topic, record.key, record.value) for record in records]
    return facts


def _reader(one: Site, isolation: str) -> KafkaConsumer:
    where = one.kafka.bootstrap
    return KafkaConsumer(bootstrap_servers=where, isolation_level=isolation, auto_offset_reset="earliest")


def _speeds(seen: Sequence[tuple[float, int]], truth: Truth, rounds: int) -> list[float]:
    """Reports a second between moments at which something was committed; the load's rows are evenly spread."""
    total = seen[-1][1]
    marks = [int(total * (_WARM + (1 - _WARM) * number / rounds)) for number in range(rounds + 1)]
    at = [next(one for one in seen if one[1] >= mark) for mark in marks]
    of_reports = truth.reports / total
    return [(done - before) * of_reports / (ended - begun) for (begun, before), (ended, done) in pairwise(at)]
