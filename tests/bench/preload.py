"""Writes the load into raw topics before anything is measured."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from aiokafka import AIOKafkaProducer

from tests.bench.load import Step

RAW = ("reports.raw", "actions.raw")
_CHUNK = 1_000
_BATCH_BYTES = 1 << 20


class Loaded(NamedTuple):
    """How much stands in the raw topics: steps of two records, and how many of their reports are new."""

    steps: int
    reports: int


def preload(bootstrap: str, site: str, load: Iterable[Step], some: int) -> Loaded:
    """Write so many steps to partition 0 of the raw topics of a site; returns when the broker has them all."""
    return asyncio.run(_preload(bootstrap, site, islice(load, some)))


async def _preload(bootstrap: str, site: str, load: Iterator[Step]) -> Loaded:
    written = fresh = 0
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_batch_size=_BATCH_BYTES, acks=1) as producer:
        while chunk := list(islice(load, _CHUNK)):
            await write(producer, site, chunk)
            written, fresh = written + len(chunk), fresh + sum(step.fresh for step in chunk)
    return Loaded(written, fresh)


async def write(producer: AIOKafkaProducer, site: str, steps: Iterable[Step]) -> None:
    """Write steps as whole batches, one for each raw topic where they fit, and wait for them."""
    reports, actions = zip(*((step.report, step.action) for step in steps), strict=True)
    await send(producer, {f"{site}.{topic}": some for topic, some in zip(RAW, (reports, actions), strict=True)})


async def send(producer: AIOKafkaProducer, records: Mapping[str, Iterable[tuple[bytes, bytes]]]) -> None:
    """Write the records of some topics to their partition 0, packed as tightly as they go, and wait for them."""
    parts = [(topic, batch) for topic, some in records.items() for batch in _packed(producer, some)]
    await asyncio.gather(*[await producer.send_batch(batch, topic, partition=0) for topic, batch in parts])


def _packed(producer: AIOKafkaProducer, records: Iterable[tuple[bytes, bytes]]) -> Iterator[object]:
    batch = producer.create_batch()
    for key, value in records:
        if batch.append(timestamp=None, key=key, value=value) is None:
            batch.close()
            yield batch
            batch = producer.create_batch()
            batch.append(timestamp=None, key=key, value=value)
    batch.close()
    yield batch
