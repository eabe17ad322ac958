"""One batch, one transaction: on a real Kafka."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from deploy.admin import create_topics
from streams.processors.work import Outgoing
from streams.runtime.publisher import TransactionalPublisher, send_all
from streams.runtime.restore import MemoryReader
from tests.streams.runtime.reading import everything
from topics.catalog import MEMORY, full_name
from topics.cluster import Cluster


@contextlib.asynccontextmanager
async def publisher(broker: Cluster, site: str) -> AsyncIterator[TransactionalPublisher]:
    source = TopicPartition(full_name(site, "inbox"), 0)
    one = TransactionalPublisher(broker, site, full_name(site, "casework"), source)
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


async def memory(broker: Cluster, site: str) -> list[tuple[str, bytes | None, bytes | None]]:
    """As a new owner reads it: whoever starts as publisher waits until every commit before it can be read."""
    async with publisher(broker, site), MemoryReader(broker, site, MEMORY, 0) as reader:
        return [(one.topic, one.key, one.value) for one in await everything(reader)]


def book(key: bytes, value: bytes | None) -> Outgoing:
    return Outgoing("book", 0, key, value)


def test_what_is_committed_is_read_back_tombstones_included(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)

    async def scene() -> None:
        async with publisher(broker, site) as one:
            last = await one.publish([book(b"a", b"1"), Outgoing("cases", 0, b"c", b"2")], 7)
            assert last == {"book": 0, "cases": 0}
            assert (await one.publish([book(b"a", None)], 8))["book"] == 2
        assert set(await memory(broker, site)) == {("book", b"a", None), ("book", b"a", b"1"), ("cases", b"c", b"2")}

    asyncio.run(scene())


def test_the_end_of_the_book_is_just_behind_our_own_commit(broker: Cluster, site: str) -> None:
    """The owner keeps its memory over a rebalance by this: our last record, then the marker that committed it."""
    create_topics(broker, site, 1, 1)

    async def scene() -> None:
        async with publisher(broker, site) as one:
            last = await one.publish([book(b"a", b"1"), book(b"b", b"2")], 1)
        async with publisher(broker, site), MemoryReader(broker, site, MEMORY, 0) as reader:
            assert (await reader.ends())["book"] == last["book"] + 2

    asyncio.run(scene())


def test_a_new_owner_fences_the_old_one_and_nothing_of_its_open_transaction_stays(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)

    async def scene() -> None:
        async with publisher(broker, site) as old:
            transaction = old._producer.transaction()
            await transaction.__aenter__()
            await send_all(old._producer, site, [book(b"old", b"half")])
            async with publisher(broker, site) as new:
                await new.publish([book(b"new", b"whole")], 1)
            with pytest.raises(KafkaError):
                await transaction.__aexit__(None, None, None)
        assert await memory(broker, site) == [("book", b"new", b"whole")]

    asyncio.run(scene())


def test_a_batch_larger_than_one_request_arrives_whole_and_in_order(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)
    values = [bytes([65 + n]) * 400_000 for n in range(8)]

    async def scene() -> None:
        async with publisher(broker, site) as one:
            await one.publish([book(b"k%d" % n, value) for n, value in enumerate(values)], 1)
        assert [value for _, _, value in await memory(broker, site)] == values

    asyncio.run(scene())
