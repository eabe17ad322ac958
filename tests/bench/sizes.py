"""What open cases cost: memory, restore, the delay of a rung, and the processor time of a report among so many."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import orjson
from kafka import KafkaConsumer, TopicPartition

from deploy.kafka import EmbeddedKafka
from deploy.policy_publish import publish_policy
from streams.runtime.clock import from_millis, wall
from tests.bench.load import Step
from tests.bench.pacing import feed
from tests.bench.preload import preload
from tests.bench.site import Site, site
from tests.bench.spent import memory_of, spent
from tests.bench.state import NOW, Pattern, write_state
from topics.acts import Escalation
from topics.catalog import full_name
from topics.inbox import ClockSetting

_PATIENCE_S = 900.0
_WATCHED = timedelta(seconds=20)
"""So long rungs that fall due are looked at, while reports come at a steady rate."""


class Sized(NamedTuple):
    """A casework with so many open cases; `restore_s` is from its start until it is ready for the next record.

    `report_us` is measured while it has more reports than it can take, `rung_delay_s` while it has half of them.
    """

    cases: int
    memory: int
    restore_s: float
    report_us: float
    rung_delay_s: float


def sized(
    kafka: EmbeddedKafka,
    folder: Path,
    made: Sequence[Pattern],
    cases: int,
    load: Iterator[Step],
    steps: int,
    per_s: float,
) -> Sized:
    """Write the state, restore it, let reports come: `steps` at once, then so many a second while rungs fire."""
    with site(kafka, folder, f"cases-{cases}", 1) as one:
        clock = ClockSetting(epoch=NOW, start=wall())
        publish_policy(kafka.cluster, one.name, one.policy, clock)
        if cases:
            write_state(kafka.bootstrap, one.name, one.policy, clock, made, cases)
        restore_s = one.start("casework")
        pid = one.parts["casework"].pid
        memory = memory_of(pid)
        one.start("intake")
        before = spent(pid)
        loaded = preload(kafka.bootstrap, one.name, load, steps)
        one.until(lambda: _heard(one) >= loaded.steps, "every report to be heard", _PATIENCE_S)
        cost = (spent(pid) - before) * 1e6 / loaded.reports
        paced = list(islice(load, int(per_s * 2 * _WATCHED.total_seconds())))
        since = wall()
        asyncio.run(feed(kafka.bootstrap, one.name, paced, per_s))
        return Sized(cases, memory, round(restore_s, 1), round(cost, 1), _delay(one, clock, since))


def _heard(one: Site) -> float:
    return one.metrics("casework").get("jiesu_reports_total", 0.0)


def _delay(one: Site, clock: ClockSetting, since: datetime) -> float:
    """The longest time from when a rung was due until its escalation stood in its topic, in seconds.

    Of the rungs that fell due while casework was watched: what was due before may have waited for others.
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
                late += [(told - one).total_seconds() for one in due if since <= one <= since + _WATCHED]
    return round(max(late), 3)
