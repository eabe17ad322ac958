"""What open cases cost: memory, restore, the delay of a rung, and the processor time of a report among so many."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import orjson
from kafka import KafkaConsumer, TopicPartition

from deploy.kafka import EmbeddedKafka
from deploy.policy_publish import publish_policy
from streams.runtime.clock import from_millis, wall
from tests.bench.load import Step
from tests.bench.preload import preload
from tests.bench.site import Site, site
from tests.bench.spent import memory_of, spent
from tests.bench.state import NOW, Pattern, write_state
from topics.catalog import full_name
from topics.inbox import ClockSetting
from topics.rows import Escalation

_PATIENCE_S = 900.0
_WATCHED = timedelta(seconds=20)
"""The rungs that fall due so long after casework is ready are looked at; reports come meanwhile."""


class Sized(NamedTuple):
    """A casework with so many open cases; `restore_s` is from its start until it is ready for the next record."""

    cases: int
    memory: int
    restore_s: float
    report_us: float
    rung_delay_s: float


def sized(
    kafka: EmbeddedKafka, folder: Path, made: Sequence[Pattern], cases: int, load: Iterable[Step], steps: int
) -> Sized:
    """Write the state, restore it, let reports come, and wait until rungs have fired."""
    with site(kafka, folder, f"cases-{cases}", 1) as one:
        clock = ClockSetting(epoch=NOW, start=wall())
        publish_policy(kafka.cluster, one.name, one.policy, clock)
        if cases:
            write_state(kafka.bootstrap, one.name, one.policy, clock, made, cases)
        restore_s = one.start("casework")
        ready, pid = wall(), one.parts["casework"].pid
        memory = memory_of(pid)
        one.start("intake")
        before = spent(pid)
        loaded = preload(kafka.bootstrap, one.name, load, steps)
        one.until(lambda: _heard(one) >= loaded.steps, "every report to be heard", _PATIENCE_S)
        cost = (spent(pid) - before) * 1e6 / loaded.reports
        one.until(lambda: wall() > ready + 2 * _WATCHED, "rungs to fire", _PATIENCE_S)
        return Sized(cases, memory, round(restore_s, 1), round(cost, 1), _delay(one, clock, ready))


def _heard(one: Site) -> float:
    return one.metrics("casework").get("jiesu_reports_total", 0.0)


def _delay(one: Site, clock: ClockSetting, ready: datetime) -> float:
    """The longest time from when a rung was due until its escalation stood in its topic, in seconds.

    Of the rungs that fell due while casework was watched: what was due before is older than the restart.
    """
    part = TopicPartition(full_name(one.name, Escalation.TOPIC), 0)
    consumer = KafkaConsumer(
        bootstrap_servers=one.kafka.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    with closing(consumer):
        consumer.assign([part])
        end, late = consumer.end_offsets([part])[part], [0.0]
        while consumer.position(part) < end:
            for record in consumer.poll(timeout_ms=500).get(part, ()):
                due = [clock.wall(datetime.fromisoformat(fire_at)) for fire_at in orjson.loads(record.value)["fire_at"]]
                told = from_millis(record.timestamp)
                late += [(told - one).total_seconds() for one in due if ready <= one <= ready + _WATCHED]
    return round(max(late), 3)
