"""What the sink says of itself: its counters, and whether it lives and works."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from time import monotonic
from typing import ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from topics.errors import Unavailable
from topics.facts import Told
from topics.metrics import Kind, buckets, listed

STILL_S = 120.0
"""A loop that has not turned for so long hangs: no insert takes its time like that."""
LOOK_S = 2.0
_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
Batch = list[Told]


class Service(StrEnum):
    """What the sink cannot do without."""

    CLICKHOUSE = "clickhouse"
    KAFKA = "kafka"


class Watch:
    """Written by the sink's loop; any thread may ask. Raises UnlistedError for a name outside the list."""

    def __init__(self, registry: CollectorRegistry, still_s: float = STILL_S) -> None:
        self._still_s = still_s
        self._rows = Counter(*listed(Kind.COUNTER, "jiesu_inserted_rows_total", "table"), registry=registry)
        seconds = listed(Kind.HISTOGRAM, "jiesu_insert_seconds")
        self._seconds = Histogram(*seconds, registry=registry, buckets=buckets(seconds.name))
        self._last = Gauge(*listed(Kind.GAUGE, "jiesu_last_insert_timestamp_seconds"), registry=registry)
        self._lag = Gauge(*listed(Kind.GAUGE, "jiesu_lag_records", "topic", "partition"), registry=registry)
        self._available = Gauge(*listed(Kind.GAUGE, "jiesu_available", "service"), registry=registry)
        self._lacks: dict[Service, str] = {}
        self._turned = self._looked = monotonic() - LOOK_S
        for service in Service:
            self._lack(service, f"{service} has not answered yet: see the log.")

    def asking(
        self, service: Service, call: Callable[_Asked, _Answer], *args: _Asked.args, **kwargs: _Asked.kwargs
    ) -> _Answer:
        """Call something that needs a service, and note whether that answered. Raises what the call raises."""
        self._turned = monotonic()
        try:
            answer = call(*args, **kwargs)
        except Unavailable as error:
            self._lack(service, f"{error}.")
            raise
        self._lacks.pop(service, None)
        self._available.labels(service).set(1)
        return answer

    def inserting(self, load: Callable[[Batch], Mapping[str, int]], batch: Batch) -> None:
        """Load a batch, and count the rows by table once all of them are in. Raises what the load raises."""
        begun = monotonic()
        rows = self.asking(Service.CLICKHOUSE, load, batch)
        self._seconds.observe(monotonic() - begun)
        self._last.set_to_current_time()
        for table, number in rows.items():
            self._rows.labels(table).inc(number)

    def is_due(self) -> bool:
        """Whether it is time to look how far behind we are; also notes that the loop has turned."""
        self._turned = monotonic()
        return self._turned - self._looked >= LOOK_S

    def looked(self, behind: Mapping[tuple[str, int], int]) -> None:
        """We have looked: the records behind our position, by topic and partition."""
        self._looked = monotonic()
        for (topic, partition), records in behind.items():
            self._lag.labels(topic, partition).set(records)

    def alive(self) -> list[str]:
        """What speaks against going on with this process; nothing where all is well."""
        still = monotonic() - self._turned
        return [f"The sink's loop has not turned for {still:.0f} s: start it again."] if still > self._still_s else []

    def ready(self) -> list[str]:
        """What keeps the sink from its work: a sentence for each service that does not answer."""
        return sorted(self._lacks.values())

    def _lack(self, service: Service, sentence: str) -> None:
        self._lacks[service] = sentence
        self._available.labels(service).set(0)
