"""Reads a partition's memory back from its compacted topics."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from time import monotonic

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.processors.work import Taken, Work
from streams.runtime.ledger import Ledger
from streams.runtime.records import leave_as_read, taken
from topics.catalog import full_name
from topics.cluster import Cluster

log = logging.getLogger(__name__)

Ends = Mapping[str, int]
CHUNK = 5_000  # taken up in a tenth of a second: the loop has other work, too
FETCH_BYTES = 8 << 20
TELL_S = 2.0


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

    async def read_to(self, ends: Ends) -> AsyncIterator[list[Taken]]:
        """Every committed record before `ends`, in pieces: topic after topic, each in the order of its offsets."""
        for tp, topic in self._names.items():
            while await self._behind(tp, ends):
                leave_as_read(self._consumer._fetcher)
                chunk = await self._consumer.getmany(tp, timeout_ms=100, max_records=CHUNK)
                yield taken(topic, tp.partition, chunk.get(tp, ()))

    async def _behind(self, tp: TopicPartition, ends: Ends) -> bool:
        end = ends[self._names[tp]]
        return end > 0 and bool(await self._consumer.position(tp) < end)


async def restore(work: Work, reader: MemoryReader, ends: Ends, ledger: Ledger, source: TopicPartition) -> None:
    """Give a partition's memory back to its work, in pieces: the loop turns between them. Log and ledger follow."""
    begun = told = monotonic()
    ledger.expect_restore(ends)
    async for memory in reader.read_to(ends):
        work.restore(memory)
        ledger.saw_restored(len(memory))
        if monotonic() - told > TELL_S:
            told = monotonic()
            log.info("%s: %s", source, ledger.progress)
    for _ in work.settle():
        await asyncio.sleep(0)
    ledger.restore_s = monotonic() - begun
    log.info("%s: restored %d records in %.1f s", source, ledger.restored, ledger.restore_s)
