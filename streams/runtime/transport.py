"""The batched transport: Faust's consumer, but what it yields is one message per partition and fetch."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

import aiokafka
from aiokafka.errors import IllegalStateError, KafkaConnectionError
from faust.transport.consumer import ensure_TP
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ConsumerMessage
from tenacity import AsyncRetrying, retry_if_exception_type, wait_exponential

from streams.runtime.assignor import WatchfulAssignor
from streams.runtime.gathering import Batch
from streams.runtime.lookout import Lookout
from streams.runtime.ownership import Ownership
from streams.runtime.records import leave_as_read, taken
from topics.cluster import Cluster

log = logging.getLogger(__name__)

FETCH_WAIT_MS = 50
FETCH_BYTES = 8 << 20
ROUND_S = 0.02  # a trickle is not fetched drop by drop
IDLE_S = 0.005
POLL_S = 0.1
LOOK_S = 0.5


def while_kafka_is_away() -> AsyncRetrying:
    """Starting waits for Kafka instead of giving up."""
    return AsyncRetrying(
        retry=retry_if_exception_type(KafkaConnectionError),
        wait=wait_exponential(multiplier=0.2, max=3),
        before_sleep=lambda _: log.warning(
            "Kafka does not let us in: trying again; if it goes on, check JIESU_KAFKA and JIESU_KAFKA_*"
        ),
    )


class BatchProducer(driver.Producer):
    """Faust's own producer, which owners do not use."""

    async def on_start(self) -> None:
        """Connect, however long Kafka is away."""
        async for attempt in while_kafka_is_away():
            with attempt:
                await super().on_start()

    def _settings_auth(self) -> Mapping[str, Any]:
        cluster: Cluster = self.app.cluster
        return cluster.access()


class BatchThread(driver.AIOKafkaConsumerThread):
    """Faust's consumer thread, reading only what was committed, with short waits."""

    async def on_start(self) -> None:
        """Connect, however long Kafka is away."""
        async for attempt in while_kafka_is_away():
            with attempt:
                await super().on_start()
        self.add_future(self._look_out())

    async def _look_out(self) -> None:
        lookout: Lookout = self.app.lookout
        while not self.should_stop:
            consumer = self._ensure_consumer()
            for tp in consumer.assignment():
                with suppress(IllegalStateError):  # revoked while we looked
                    await lookout.look(consumer, tp)
            if self._assignor.missing:
                await self._assign_again(consumer)
            await asyncio.sleep(LOOK_S)

    async def _assign_again(self, consumer: aiokafka.AIOKafkaConsumer) -> None:
        log.warning("%s: no partitions yet; looking again", ", ".join(sorted(self._assignor.missing)))
        await consumer._client.force_metadata_update()
        consumer._coordinator.request_rejoin()

    def _create_worker_consumer(self, transport: driver.Transport) -> aiokafka.AIOKafkaConsumer:  # noqa: ARG002 - Faust's signature
        conf = self.app.conf
        self._assignor = WatchfulAssignor()
        return aiokafka.AIOKafkaConsumer(
            **self.app.cluster.client(),
            group_id=conf.id,
            group_instance_id=conf.consumer_group_instance_id,
            partition_assignment_strategy=[self._assignor],
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_poll_records=conf.broker_max_poll_records,
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            request_timeout_ms=int(conf.broker_request_timeout * 1000),
            session_timeout_ms=int(conf.broker_session_timeout * 1000),
            heartbeat_interval_ms=int(conf.broker_heartbeat_interval * 1000),
            rebalance_timeout_ms=int(conf.broker_rebalance_timeout * 1000),
        )

    async def _fetch_records(self, consumer: aiokafka.AIOKafkaConsumer, *args: Any, **kwargs: Any) -> Any:
        leave_as_read(consumer._fetcher)
        return await super()._fetch_records(consumer, *args, **kwargs)

    async def committed(self, tp: TP) -> int | None:
        """The group's offset of a partition; None where there is none."""
        offset: int | None = await self.call_thread(self._ensure_consumer().committed, tp)
        return offset


class BatchConsumer(driver.Consumer):
    """Yields a Batch per partition that is hungry; Faust's own acks, gaps and livelock checks have no part in it."""

    app: Any
    _thread: BatchThread

    def _new_consumer_thread(self) -> BatchThread:
        return BatchThread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ARG002 - Faust's signature
        """One fetch: at most one message for each partition, its value a Batch."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow)
        ownership: Ownership = self.app.ownership
        lives = {ensure_TP(tp): life for tp, life in ownership.hungry().items()}
        if not lives:
            await asyncio.sleep(IDLE_S)
            return
        fetched = await self._getmany(active_partitions=set(lives), timeout=POLL_S)
        for tp, records in fetched.items():
            topic = self.app.bare_name(tp.topic)
            batch = ownership.expect(tp, lives[tp], taken(topic, tp.partition, records))
            if batch is not None:
                yield tp, self._to_message(tp, batch)
        if fetched:
            await asyncio.sleep(ROUND_S)

    def _to_message(self, tp: TP, batch: Batch) -> ConsumerMessage:
        last = batch.records[-1]
        place = (tp.topic, tp.partition, last.offset, last.at.timestamp(), 0)
        generation = self.app.consumer_generation_id
        return ConsumerMessage(*place, (), None, batch, None, tp=tp, generation_id=generation)

    async def committed(self, tp: TP) -> int | None:
        """The group's offset of a partition; None where there is none."""
        return await self._thread.committed(tp)

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Faust measures its own acks here, of which there are none."""


class BatchTransport(driver.Transport):
    """Kafka by aiokafka, in batches."""

    Consumer = BatchConsumer
    Producer = BatchProducer
