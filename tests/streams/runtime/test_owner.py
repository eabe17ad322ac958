"""What an owner counts, on a real Kafka: a batch that has to be done again is counted once."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry

from deploy.admin import create_topics
from streams.domain.intake import Doors
from streams.processors.counting import INTAKE
from streams.processors.intake import Intake
from streams.processors.work import Taken
from streams.runtime.meters import WorkerMeters
from streams.runtime.owner import Owner
from streams.runtime.ports import Ports
from streams.runtime.publisher import TransactionalPublisher
from streams.runtime.restore import MemoryReader
from tests.deploy.samples import policy
from tests.streams.runtime.reading import everything
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.inbox import Report
from topics.raw import RawReport

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PATIENCE_S = 30


class Stage:
    """One partition of raw reports, its owner, and what that has counted."""

    def __init__(self, cluster: Cluster, site: str) -> None:
        self._cluster, self._site = cluster, site
        self._source = TopicPartition(full_name(site, RawReport.TOPIC), 0)
        self._registry = CollectorRegistry()
        self.bugs: list[BaseException] = []
        self.loses_cancellation = False
        self.seeking = asyncio.Event()
        self.owner = Owner(self._source, self._ports())

    def publisher(self, source: TopicPartition) -> TransactionalPublisher:
        return TransactionalPublisher(self._cluster, self._site, full_name(self._site, "intake"), source)

    async def rival(self) -> None:
        """Another owner of the same partition begins, and goes."""
        other = self.publisher(self._source)
        await other.start()
        await other.stop()

    async def life(self, number: int) -> None:
        """Wait until the owner may be fed in its n-th life."""
        async with asyncio.timeout(PATIENCE_S):
            while not (self.owner.hungry and self.owner.life >= number):
                assert not self.bugs
                await asyncio.sleep(0.01)

    def feed(self) -> None:
        self.owner.expect([taken(0, report("a")), taken(1, b"{"), taken(2, report("b"))]).arrive()

    async def counted(self, name: str, **labels: str) -> None:
        """Wait until a counter has begun."""
        async with asyncio.timeout(PATIENCE_S):
            while not self.count(name, **labels):
                await asyncio.sleep(0.01)

    def count(self, name: str, **labels: str) -> float:
        return self._registry.get_sample_value(name, labels) or 0

    async def inbox(self) -> list[str]:
        """The references in the inbox, once there are any: a marker may come a moment after its commit."""
        async with MemoryReader(self._cluster, self._site, ["inbox"], 0) as reader, asyncio.timeout(PATIENCE_S):
            while not (found := await everything(reader)):
                await asyncio.sleep(0.05)
        return [Report.from_bytes(one.value or b"").channel_ref for one in found]

    def _ports(self) -> Ports:
        async def committed(_: TopicPartition) -> int | None:
            return None

        async def seek(_source: TopicPartition, _offset: int) -> None:
            self.seeking.set()
            if self.loses_cancellation:
                with suppress(asyncio.CancelledError):
                    await asyncio.Event().wait()

        return Ports(
            publisher=self.publisher,
            reader=lambda topics, partition: MemoryReader(self._cluster, self._site, topics, partition),
            work=lambda _: Intake(Doors.of(policy(("east", 0)).scopes, b"a test has no secrets")),
            committed=committed,
            seek=seek,
            bug=lambda _, error: self.bugs.append(error),
            meters=WorkerMeters(self._registry, INTAKE),
            topic=lambda name: name.removeprefix(f"{self._site}."),
            batch=100,
        )


def report(ref: str) -> bytes:
    return RawReport(
        channel="channel-east", channel_ref=ref, occurred_at=AT, received_at=AT, text="路灯不亮"
    ).to_bytes()


def taken(offset: int, value: bytes) -> Taken:
    return Taken(RawReport.TOPIC, 0, offset, AT, None, value)


def transactions(stage: Stage) -> dict[str, float]:
    outcomes = ("committed", "fenced", "aborted")
    return {one: stage.count("jiesu_transactions_total", topic=RawReport.TOPIC, outcome=one) for one in outcomes}


def counts(stage: Stage) -> tuple[float, ...]:
    return (
        stage.count("jiesu_raw_records_total", topic=RawReport.TOPIC),
        stage.count("jiesu_admitted_reports_total", channel="channel-east"),
        stage.count("jiesu_dead_letters_total", stage="intake", reason="not_json"),
        stage.count("jiesu_batch_records_count", topic=RawReport.TOPIC),
    )


@pytest.mark.feature("running.metrics")
def test_a_batch_done_again_after_a_fence_is_counted_once(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)

    async def scene() -> None:
        stage = Stage(broker, site)
        stage.owner.open()
        await stage.life(1)
        await stage.rival()
        stage.feed()
        await stage.life(3)
        assert counts(stage) == (0, 0, 0, 0)
        stage.feed()
        await stage.counted("jiesu_transactions_total", topic=RawReport.TOPIC, outcome="committed")
        await stage.owner.close()
        assert not stage.bugs
        assert transactions(stage) == {"committed": 1, "fenced": 1, "aborted": 0}
        assert counts(stage) == (3, 2, 1, 1)
        assert await stage.inbox() == ["a", "b"]

    asyncio.run(scene())


def test_the_ledger_follows_the_records_in_hand(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)

    async def scene() -> None:
        stage = Stage(broker, site)
        ledger = stage.owner.ledger
        stage.owner.open()
        await stage.life(1)
        assert (ledger.ready, ledger.in_hand, ledger.committed_at) == (True, 0, None)
        stage.feed()
        assert ledger.in_hand == 3
        await stage.counted("jiesu_raw_records_total", topic=RawReport.TOPIC)
        assert ledger.in_hand == 0
        assert ledger.committed_at is not None
        await stage.owner.close()
        assert not ledger.ready

    asyncio.run(scene())


def test_a_partition_is_let_go_though_a_cancellation_gets_lost(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)

    async def scene() -> None:
        stage = Stage(broker, site)
        stage.loses_cancellation = True
        stage.owner.open()
        async with asyncio.timeout(PATIENCE_S):
            await stage.seeking.wait()
            await stage.owner.close()
        assert not stage.owner.ledger.ready
        assert not stage.bugs

    asyncio.run(scene())
