"""Owns one input partition: fence, restore, seek, then one transaction per batch."""

import asyncio
import logging
from collections.abc import Sequence
from time import monotonic

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams.processors.work import Outgoing, Taken, Work
from streams.runtime.clock import wall
from streams.runtime.gathering import Batch, Gathering
from streams.runtime.ledger import Ledger
from streams.runtime.ports import Ports
from streams.runtime.publisher import Publisher
from streams.runtime.restore import restore

log = logging.getLogger(__name__)

PUBLISH_TIMEOUT_S = 30.0
DRAIN_TIMEOUT_S = 8.0
BEGIN_AGAIN_S = 2.0  # longer than a heartbeat: a zombie learns that it lost the partition before it tries again
CANCEL_AGAIN_S = 0.5
LONGEST_NAP_S = 1.0  # the wall clock may be set meanwhile


class Owner:
    """The life of one assigned partition. Each activation begins a new life; batches of an earlier one are dropped."""

    def __init__(self, source: TopicPartition, ports: Ports) -> None:
        self.source, self._ports = source, ports
        self._topic = ports.topic(source.topic)
        self._gathering = Gathering(ports.batch)
        self._busy = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._publisher: Publisher | None = None
        self._work: Work | None = None
        self._own_book_end = -1
        self.ledger = Ledger()
        self.life = 0

    @property
    def hungry(self) -> bool:
        """May the fetcher take records of this partition? A batch gathers while another is worked on."""
        return self.ledger.ready and not self._gathering.full

    def expect(self, records: Sequence[Taken]) -> Batch:
        """The fetcher has taken records."""
        self.ledger.in_hand += len(records)
        return self._gathering.expect(records)

    def open(self) -> None:
        """The partition is assigned: begin its life in a task of its own."""
        self._task = asyncio.create_task(self._run(), name=f"owner {self.source}")
        self._task.add_done_callback(self._ended)

    async def close(self) -> None:
        """The partition is revoked: finish the transaction in hand, keep the memory, let go."""
        self.ledger.ready = False
        task, self._task = self._task, None
        if task is None:
            return
        try:
            async with asyncio.timeout(DRAIN_TIMEOUT_S), self._busy:
                await _end(task)
        except TimeoutError:
            log.warning("%s: the transaction in hand did not end in %s s: abandoned", self.source, DRAIN_TIMEOUT_S)
            self._work = None
            await _end(task)
        await self._let_go()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._ports.bug(self.source, error)

    async def _run(self) -> None:
        while True:
            try:
                await self._serve(*await self._activate())
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("%s: begin again from the committed position: %r", self.source, error)
                self._work = None
                await self._let_go()
                await asyncio.sleep(BEGIN_AGAIN_S)

    async def _let_go(self) -> None:
        self.ledger.let_go()
        self.life += 1
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            await publisher.stop()

    async def _activate(self) -> tuple[Work, Publisher]:
        publisher = self._publisher = self._ports.publisher(self.source)
        await publisher.start()
        work = self._work = await self._remember()
        position = work.position if work.memory_topics else await self._ports.committed(self.source)
        await self._ports.seek(self.source, position or 0)
        self._gathering = Gathering(self._ports.batch)
        self.life += 1
        self.ledger.restart()
        log.info("%s: ready at offset %s", self.source, position or 0)
        return work, publisher

    async def _remember(self) -> Work:
        fresh = self._ports.work(self.source.partition)
        if not fresh.memory_topics:
            return fresh
        async with self._ports.reader(fresh.memory_topics, self.source.partition) as reader:
            ends = await reader.ends()
            if self._work is not None and ends["book"] == self._own_book_end:
                return self._work
            await restore(fresh, reader, ends, self.ledger, self.source)
        return fresh

    async def _serve(self, work: Work, publisher: Publisher) -> None:
        while True:
            at = work.tick_at(now := wall())
            self.ledger.standing = work.standing(now)
            if at is not None and at <= now:
                async with self._busy:
                    await self._commit(publisher, [work.tick(now)], None)
                continue
            nap = LONGEST_NAP_S if at is None else min((at - now).total_seconds(), LONGEST_NAP_S)
            if records := await self._gathering.take(nap):
                async with self._busy:
                    await self._fold(work, publisher, records)

    async def _fold(self, work: Work, publisher: Publisher, records: Sequence[Taken]) -> None:
        self.ledger.begin()
        begun = monotonic()
        said = work.decide(records)
        decided = monotonic()
        await self._commit(publisher, said, records[-1].offset + 1)
        self.ledger.commit(len(records))
        figures, ended = work.figures(wall()), monotonic()
        self._gathering.worked(len(records), decided - begun, ended - begun)
        self._ports.meters.batch(self._topic, len(records), decided - begun, ended - decided, figures)

    async def _commit(self, publisher: Publisher, records: Sequence[Outgoing], next_offset: int | None) -> None:
        with self._ports.meters.transaction(self._topic):
            async with asyncio.timeout(PUBLISH_TIMEOUT_S):
                last = await publisher.publish(records, next_offset)
        if "book" in last:
            self._own_book_end = last["book"] + 2  # our last record, and the marker that committed it


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task until it has ended: one that comes just as a wait within a library ends can get lost there."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=CANCEL_AGAIN_S)
