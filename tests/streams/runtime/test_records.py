"""Records as they were read are the records that aiokafka would give out."""

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.admin import create_topics
from streams.processors.work import Outgoing, Taken
from streams.runtime.publisher import send_all
from streams.runtime.records import leave_as_read, taken
from topics.catalog import full_name
from topics.cluster import Cluster

PATIENCE_S = 30


def some(begin: int, end: int) -> list[Outgoing]:
    return [Outgoing("book", 0, b"k%d" % n, b"v%d" % n if n % 3 else None) for n in range(begin, end)]


async def write(broker: Cluster, site: str) -> None:
    """Two transactions that are committed, and between them one that is not."""
    async with AIOKafkaProducer(**broker.client(), transactional_id=site) as producer:
        for begin, abort in ((0, False), (10, True), (20, False)):
            await producer.begin_transaction()
            await send_all(producer, site, some(begin, begin + 10))
            await (producer.abort_transaction() if abort else producer.commit_transaction())


async def read(broker: Cluster, site: str, records: int, *, as_read: bool) -> list[Taken]:
    source = TopicPartition(full_name(site, "book"), 0)
    options = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}
    found: list[Taken] = []
    async with AIOKafkaConsumer(**broker.client(), **options) as consumer, asyncio.timeout(PATIENCE_S):
        consumer.assign([source])
        while len(found) < records:
            if as_read:
                leave_as_read(consumer._fetcher)
            for fetched in (await consumer.getmany(source, timeout_ms=100, max_records=7)).values():
                found += taken("book", 0, fetched)
    return found


def test_both_ways_give_what_was_committed(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)

    async def scene() -> tuple[list[Taken], list[Taken]]:
        await write(broker, site)
        return await read(broker, site, 20, as_read=True), await read(broker, site, 20, as_read=False)

    as_read, plain = asyncio.run(scene())
    assert as_read == plain
    assert [(one.key, one.value) for one in as_read] == [one[2:] for one in (*some(0, 10), *some(20, 30))]
