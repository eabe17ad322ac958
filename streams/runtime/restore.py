"""Reads a partition's memory back from its compacted topics."""

import logging
from collections.abc import Callable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from streams.processors.work import Taken
from streams.runtime.clock import from_millis
from topics.catalog import full_name
from topics.cluster import Cluster

log = logging.getLogger(__name__)

Ends = Mapping[str, int]
CHUNK = 20_000
FETCH_BYTES = 8 << 20


def taken(topic: str, record: ConsumerRecord) -> Taken:
    """A consumer's record under its bare topic name."""
    at = from_millis(record.timestamp)
    return Taken(topic, record.partition, record.offset, at, record.key, record.value)


class MemoryReader:
    """One groupless consumer over the memory topics of one partition; an async context manager."""

    def __init__(self, cluster: Cluster, site: str, topics: Sequence[str], partition: int) -> None:
        self._names = {TopicPartition(full_name(site, topic), partition): topic for topic in topics}
        self._consumer = AIOKafkaConsumer(
            **cluster.client(),
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_wait_ms=100,
        )

    async def __aenter__(self) -> "MemoryReader":
        await self._consumer.start()
        self._consumer.assign(list(self._names))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def ends(self) -> Ends:
        """The offsets behind the last record, by bare topic name."""
        found = await self._consumer.end_offsets(list(self._names))
        return {self._names[tp]: offset for tp, offset in found.items()}

    async def read_to(self, ends: Ends, progress: Callable[[int], None] = lambda _: None) -> list[Taken]:
        """Every committed record before `ends`; `progress` hears how many are read so far."""
        found: list[Taken] = []
        waiting = {tp for tp, topic in self._names.items() if ends[topic] > 0}
        while waiting := {tp for tp in waiting if await self._behind(tp, ends)}:
            chunk = await self._consumer.getmany(*waiting, timeout_ms=100, max_records=CHUNK)
            found += [taken(self._names[tp], record) for tp, records in chunk.items() for record in records]
            progress(len(found))
            log.info("restored %d of at most %d records", len(found), sum(ends.values()))
        return found

    async def _behind(self, tp: TopicPartition, ends: Ends) -> bool:
        return bool(await self._consumer.position(tp) < ends[self._names[tp]])
