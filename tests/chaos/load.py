"""A town under load: the simulated district, whose every message comes at its time by the stream's clock."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from deploy.demo.feeding import Feeding
from deploy.policy_publish import publish_policy
from deploy.policyfile import load_policy
from deploy.simulator.generate import EPOCH, generate
from streams.runtime.clock import wall
from tests.chaos.rig import Rig
from tests.chaos.town import SITE, TRANSACTIONAL, Town, ready, until
from topics.inbox import ClockSetting

POLICY = Path(__file__).parents[2] / "deploy" / "policies" / "demo"
CHANNELS = ("sim-hotline", "sim-app311")
SPAN = timedelta(days=3)
READY_S = 180.0
RATE = 600.0
"""Seconds of the stream's time in one: most rungs fall due 6 to 24 s after their report."""


class Load(NamedTuple):
    """Who feeds the town, and the clock by which it does."""

    feeding: Feeding
    clock: ClockSetting


@contextmanager
def open_town(
    folder: Path,
    jars: Path,
    reports_s: float,
    seconds: float,
    workers: int = 1,
    unsafe: str = "",
    rig: Rig | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[tuple[Town, Load]]:
    """Broker, programs, and a load of `reports_s` reports a second for `seconds` at most, until the feeding is stopped.

    Everything ends with the block.
    """
    span, reports = timedelta(seconds=seconds * RATE), round(reports_s * seconds)
    files = generate(folder / "load", 1, reports, span, CHANNELS, broken=max(10, reports // 100)).files
    town = Town(folder, jars, POLICY, workers, unsafe, rig, env)
    try:
        clock = _opened(town)
        with Feeding(town.kafka.cluster, SITE, files, lambda: clock.now(wall())) as feeding:
            feeding.start()
            until(lambda: _flows(town), "the load to reach the sink", READY_S)
            yield town, Load(feeding, clock)
    finally:
        town.close()


def _opened(town: Town) -> ClockSetting:
    """Every program is ready before the stream's clock begins: nothing is late from the beginning."""
    policy = load_policy(POLICY)
    town.found(policy)
    town.start()
    workers = [program for part in TRANSACTIONAL for program in town.parts[part]]
    until(lambda: all(map(ready, workers)), "every worker to be ready", READY_S)
    clock = ClockSetting(epoch=EPOCH, start=wall(), rate=RATE)
    publish_policy(town.kafka.cluster, SITE, policy, clock)
    return clock


def _flows(town: Town) -> bool:
    with town.witness() as witness:
        return sum(witness.positions("sink").values()) > 0
