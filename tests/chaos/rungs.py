"""How late rungs fired, by the broker's clock."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import orjson
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from streams.domain.passing import TOLERANCE
from streams.runtime.clock import from_millis
from tests.chaos.evidence import Reading
from topics.catalog import full_name
from topics.inbox import ClockSetting
from topics.reasons import Reason


class Fired(NamedTuple):
    """Rungs of one stretch: how many, the most that one was late, and the ticks that were refused meanwhile."""

    rungs: int
    late_s: float
    refused_ticks: int


class Rungs:
    """Watches the rungs of a site fire, from now on: their records are stamped by the broker."""

    def __init__(self, bootstrap: str, site: str, clock: ClockSetting) -> None:
        self._reading, self._clock = Reading(bootstrap, site), clock
        self._fired: Counter[str] = Counter()
        self.early: list[str] = []
        topic = full_name(site, "escalations")
        stamped = ConfigResource(ConfigResourceType.TOPIC, topic, {"message.timestamp.type": "LogAppendTime"})
        admin = KafkaAdminClient(bootstrap_servers=bootstrap)
        try:
            admin.alter_configs([stamped])
        finally:
            admin.close()

    @property
    def doubled(self) -> list[str]:
        """Rungs that fired more than once, but for those that were withdrawn."""
        return sorted(rung for rung, times in self._fired.items() if times > 1)

    def take(self) -> Fired:
        """Those since the last time. One that fired before its time, beyond a tick's tolerance, goes to `early`."""
        late = [late for one in self._reading.on("escalations") for late in self._lates(one.value, one.timestamp)]
        dead = [orjson.loads(record.value) for record in self._reading.on("dead_letters")]
        refused = sum(one["reason"] == Reason.TICK_OFF_CLOCK for one in dead)
        return Fired(len(late), max(late, default=0.0), refused)

    def _lates(self, sheet: bytes, appended_ms: int) -> Iterator[float]:
        columns = orjson.loads(sheet)
        told = (columns["escalation_id"], columns["fire_at"], columns["retracted_at"])
        for rung, fire_at, retracted_at in zip(*told, strict=True):
            if retracted_at is None:
                yield self._late_s(rung, datetime.fromisoformat(fire_at), appended_ms)
            else:
                self._fired[rung] -= 1

    def _late_s(self, rung: str, fire_at: datetime, appended_ms: int) -> float:
        self._fired[rung] += 1
        late = from_millis(appended_ms) - self._clock.wall(fire_at)
        if late < -TOLERANCE:
            self.early.append(rung)
        return late.total_seconds()
