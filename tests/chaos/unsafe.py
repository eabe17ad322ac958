"""A program as it would be without transactions: outputs first, the position afterwards.

No setting of jiesu does this; it exists to show that the tests of exactly-once can fail.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from aiokafka import AIOKafkaProducer, TopicPartition
from prometheus_client import CollectorRegistry

from deploy.policyfile import load_policy
from deploy.settings import read
from streams import app
from streams.domain.intake import Doors
from streams.processors.work import Outgoing
from streams.runtime.publisher import send_all
from streams.runtime.settings import IntakeSettings, WorkerSettings
from streams.runtime.worker import run_worker
from topics.cluster import Cluster

BETWEEN_S = 1.0
"""The time between the two writes, long enough that a kill finds it."""


def between(scratch: Path) -> Path:
    """The folder where a file, named by its worker first, stands for each partition that is between its two writes."""
    return scratch / "between"


class DualWritePublisher:
    """Writes without a transaction. Only the group's offset goes through one, since Kafka takes it no other way."""

    def __init__(self, cluster: Cluster, site: str, group: str, source: TopicPartition) -> None:
        self._site, self._group, self._source = site, group, TopicPartition(*source)
        me = os.environ["JIESU_INSTANCE"]
        self._between = between(Path(os.environ["JIESU_SCRATCH"])) / f"{me}.{source.topic}.{source.partition}"
        self._between.parent.mkdir(parents=True, exist_ok=True)
        self._plain = AIOKafkaProducer(**cluster.client())
        self._offsets = AIOKafkaProducer(
            **cluster.client(), transactional_id=f"unsafe.{group}.{source.topic}.{source.partition}"
        )

    async def start(self) -> None:
        self._between.unlink(missing_ok=True)
        await self._plain.start()
        await self._offsets.start()

    async def publish(self, records: Sequence[Outgoing], next_offset: int | None) -> dict[str, int]:
        early = [*records[:-1]] if _is_position(records) else [*records]
        last = await send_all(self._plain, self._site, early)
        self._between.touch()
        await asyncio.sleep(BETWEEN_S)
        last |= await send_all(self._plain, self._site, records[len(early) :])
        if next_offset is not None:
            async with self._offsets.transaction():
                await self._offsets.send_offsets_to_transaction({self._source: next_offset}, self._group)
        self._between.unlink()
        return last

    async def stop(self) -> None:
        await self._plain.stop()
        await self._offsets.stop()


def _is_position(records: Sequence[Outgoing]) -> bool:
    """Casework's position is the last record of a transaction."""
    return bool(records) and records[-1].topic == "book"


def main(part: str) -> None:
    if part == "intake":
        settings = read(IntakeSettings)
        doors = Doors.of(load_policy(Path(settings.policy)).scopes, settings.reporter_key.encode())
        run_worker(app.intake(settings, doors, CollectorRegistry(), DualWritePublisher), "info")
    else:
        run_worker(app.casework(read(WorkerSettings), CollectorRegistry(), DualWritePublisher), "info")


if __name__ == "__main__":
    main(sys.argv[1])
