"""How a worker's partitions stand, told when Prometheus asks: only those that are ours, from plain values."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from aiokafka import TopicPartition
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from streams.processors.work import Vocabulary
from streams.runtime.ledger import Ledger, Ledgers
from streams.runtime.lookout import Lookout
from topics.metrics import Kind, listed

_PARTITION = ("topic", "partition")
_OURS: Mapping[str, Sequence[str]] = {
    "jiesu_partition_ready": _PARTITION,
    "jiesu_last_commit_timestamp_seconds": _PARTITION,
    "jiesu_lag_records": _PARTITION,
}
_RESTORE: Mapping[str, Sequence[str]] = {
    "jiesu_restored_records": ("partition",),
    "jiesu_restore_records": ("partition",),
    "jiesu_restore_seconds": ("partition",),
}


class PartitionGauges(Collector):
    """The gauges of one worker. Raises UnlistedError for a name or label outside the list."""

    def __init__(
        self, ledgers: Ledgers, lookout: Lookout, bare_name: Callable[[str], str], vocabulary: Vocabulary
    ) -> None:
        self._ledgers, self._lookout, self._bare_name = ledgers, lookout, bare_name
        self._remembers = bool(vocabulary.gauges)
        wanted = {**_OURS, **vocabulary.gauges, **(_RESTORE if self._remembers else {})}
        self._gauges = [listed(Kind.GAUGE, name, *labels) for name, labels in wanted.items()]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge, with a sample for each partition or scope that is ours."""
        families = {
            one.name: GaugeMetricFamily(one.name, one.documentation, None, one.labelnames) for one in self._gauges
        }
        for source, ledger in (self._ledgers() or {}).items():
            for (name, *labels), value in self._samples(source, ledger):
                families[name].add_metric(labels, value)
        yield from families.values()

    def _samples(self, source: TopicPartition, ledger: Ledger) -> Iterator[tuple[Sequence[str], float]]:
        place = (self._bare_name(source.topic), str(source.partition))
        yield ("jiesu_partition_ready", *place), ledger.ready
        if ledger.committed_at is not None:
            yield ("jiesu_last_commit_timestamp_seconds", *place), ledger.committed_at.timestamp()
        if heard := self._lookout.heard(source):
            yield ("jiesu_lag_records", *place), heard.unread + ledger.in_hand
        if self._remembers:
            yield ("jiesu_restored_records", place[1]), ledger.restored
            yield ("jiesu_restore_records", place[1]), ledger.restore_most
            yield ("jiesu_restore_seconds", place[1]), ledger.restore_s
        yield from ledger.standing.items()
