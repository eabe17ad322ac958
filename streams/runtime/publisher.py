"""One Kafka transaction per batch: outputs, memory and position commit together."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, ProducerFenced
from aiokafka.producer.message_accumulator import BatchBuilder

from streams.processors.work import Outgoing
from topics.catalog import RAW_MESSAGE_BYTES, full_name
from topics.cluster import Cluster

TRANSACTION_TIMEOUT_MS = 10_000
MAX_BATCH_BYTES = 1 << 20


class Publisher(Protocol):
    """Writes batches for one input partition."""

    async def start(self) -> None:
        """Fence every earlier publisher of this partition, and end its open transaction."""
        ...

    async def publish(self, records: Sequence[Outgoing], next_offset: int | None) -> dict[str, int]:
        """Write everything or nothing; `next_offset` goes to the group. Returns the last offset by bare topic.

        Raises aiokafka's KafkaError: fenced, or the outcome is unknown. Begin again from the committed position.
        """
        ...

    async def stop(self) -> None:
        """Let go of the connection."""
        ...


class TransactionalPublisher:
    """The Publisher: one transactional id for one input partition, so a new owner fences the old one."""

    def __init__(self, cluster: Cluster, site: str, group: str, source: TopicPartition) -> None:
        self._site, self._group, self._source = site, group, TopicPartition(*source)
        self._producer = AIOKafkaProducer(
            **cluster.client(),
            transactional_id=f"{group}.{source.topic}.{source.partition}",
            transaction_timeout_ms=TRANSACTION_TIMEOUT_MS,
            max_batch_size=MAX_BATCH_BYTES,
            max_request_size=RAW_MESSAGE_BYTES,
            request_timeout_ms=TRANSACTION_TIMEOUT_MS,
        )

    async def start(self) -> None:
        """See Publisher."""
        await self._producer.start()

    async def publish(self, records: Sequence[Outgoing], next_offset: int | None) -> dict[str, int]:
        """See Publisher."""
        try:
            async with self._producer.transaction():
                last = await send_all(self._producer, self._site, records)
                if next_offset is not None:
                    await self._producer.send_offsets_to_transaction({self._source: next_offset}, self._group)
        except IllegalOperation as error:  # what aiokafka says when the fence fell between two of our writes
            raise ProducerFenced(f"the transaction ended under our hands: {error}") from error
        return last

    async def stop(self) -> None:
        """See Publisher."""
        await self._producer.stop()


async def send_all(producer: AIOKafkaProducer, site: str, records: Iterable[Outgoing]) -> dict[str, int]:
    """Write packed batches and wait for the broker. Returns the last offset by bare topic."""
    counts: list[tuple[str, int]] = []
    futures = []
    for (topic, partition), some in by_destination(records).items():
        for batch in _pack(producer, some):
            futures.append(await producer.send_batch(batch, full_name(site, topic), partition=partition))
            counts.append((topic, batch.record_count()))
    written = await asyncio.gather(*futures)
    return {topic: meta.offset + count - 1 for (topic, count), meta in zip(counts, written, strict=True)}


def by_destination(records: Iterable[Outgoing]) -> Mapping[tuple[str, int], list[Outgoing]]:
    """Group by topic and partition, keeping the order within each."""
    found: dict[tuple[str, int], list[Outgoing]] = {}
    for record in records:
        found.setdefault((record.topic, record.partition), []).append(record)
    return found


def _pack(producer: AIOKafkaProducer, records: Iterable[Outgoing]) -> Iterator[BatchBuilder]:
    batch = producer.create_batch()
    for record in records:
        while batch.append(timestamp=None, key=record.key, value=record.value) is None:
            yield batch
            batch = producer.create_batch()
    batch.close()
    yield batch
