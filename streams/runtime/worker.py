"""A Faust worker whose agent hands whole batches to the owners of their partitions."""

import logging
import os
import traceback
from collections.abc import AsyncIterable, Callable, Sequence
from pathlib import Path
from typing import Any

import faust
from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry
from yarl import URL

from streams.processors.work import Vocabulary, Work
from streams.runtime.cycles import look_rarely_for_cycles
from streams.runtime.gathering import Batch
from streams.runtime.health import Health
from streams.runtime.lookout import Lookout
from streams.runtime.meters import WorkerMeters
from streams.runtime.ownership import Ownership
from streams.runtime.partitions import PartitionGauges
from streams.runtime.ports import Ports
from streams.runtime.publisher import Publisher, TransactionalPublisher
from streams.runtime.restore import MemoryReader
from streams.runtime.settings import WorkerSettings
from streams.runtime.transport import BatchTransport
from topics.catalog import full_name
from topics.cluster import Cluster

log = logging.getLogger(__name__)

MakePublisher = Callable[[Cluster, str, str, TopicPartition], Publisher]
BUG_EXIT = 70


class BatchApp(faust.App):
    """A Faust app that owns its partitions itself."""

    cluster: Cluster
    health: Health
    lookout: Lookout
    ownership: Ownership
    site: str

    def bare_name(self, topic: str) -> str:
        """A topic's name without its site."""
        return topic.removeprefix(f"{self.site}.")

    async def on_start(self) -> None:
        """The loop turns: from now on it says so."""
        await super().on_start()
        self.add_future(self.health.beat())

    def on_rebalance_end(self) -> None:
        """Faust has resumed and sought everything: now ours begins."""
        super().on_rebalance_end()
        self.ownership.assign(self.consumer.assignment())


def build_worker(
    name: str,
    sources: Sequence[str],
    work: Callable[[int], Work],
    settings: WorkerSettings,
    registry: CollectorRegistry,
    vocabulary: Vocabulary,
    publisher: MakePublisher = TransactionalPublisher,
) -> BatchApp:
    """A worker `name` that reads `sources` and runs `work` on each of their partitions; it counts into `registry`."""
    group = full_name(settings.site, name)
    app = _new_app(group, settings)
    app.cluster, app.site = settings.cluster, settings.site
    app.lookout = Lookout()
    app.ownership = Ownership(_ports(app, group, work, settings, publisher, WorkerMeters(registry, vocabulary)))
    app.health = Health(app.ownership.ledgers, app.lookout, settings.kafka)
    registry.register(PartitionGauges(app.ownership.ledgers, app.lookout, app.bare_name, vocabulary))
    topics = [full_name(settings.site, source) for source in sources]
    _attach(app, app.topic(*topics, value_serializer="raw", key_serializer="raw", acks=False))
    return app


def run_worker(app: BatchApp, loglevel: str) -> None:
    """Run until SIGTERM or SIGINT; ends the process."""
    look_rarely_for_cycles()
    faust.Worker(app, loglevel=loglevel, quiet=False, redirect_stdouts=False).execute_from_commandline()


def _new_app(group: str, settings: WorkerSettings) -> BatchApp:
    urls = [URL(f"kafka://{server}") for server in settings.cluster.servers]
    scratch = Path(settings.scratch) / group
    scratch.mkdir(parents=True, exist_ok=True)
    app = BatchApp(
        group,
        broker=urls,
        datadir=str(scratch),
        web_enabled=False,
        redirect_stdouts=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=False,
        consumer_group_instance_id=settings.instance or None,
        broker_max_poll_records=settings.batch,
        broker_session_timeout=settings.session_s,
        broker_heartbeat_interval=settings.heartbeat_s,
        broker_request_timeout=40.0,
        broker_rebalance_timeout=settings.session_s * 2,
        loghandlers=[],
    )
    app.transport = BatchTransport(urls, app)
    return app


def _ports(
    app: BatchApp,
    group: str,
    work: Callable[[int], Work],
    settings: WorkerSettings,
    publisher: MakePublisher,
    meters: WorkerMeters,
) -> Ports:
    async def seek(source: TopicPartition, offset: int) -> None:
        await app.consumer.seek_wait({source: offset})

    async def committed(source: TopicPartition) -> int | None:
        offset: int | None = await app.consumer.committed(source)
        return offset

    return Ports(
        publisher=lambda source: publisher(settings.cluster, settings.site, group, source),
        reader=lambda topics, partition: MemoryReader(settings.cluster, settings.site, topics, partition),
        work=work,
        committed=committed,
        seek=seek,
        bug=_stop_at_once,
        meters=meters,
        topic=app.bare_name,
        batch=settings.batch,
    )


def _attach(app: BatchApp, topic: Any) -> None:
    async def hand_over(batches: AsyncIterable[Batch]) -> None:
        async for batch in batches:
            batch.arrive()

    app.agent(topic, name="hand_over")(hand_over)

    async def revoked(*_: Any, **__: Any) -> None:
        await app.ownership.revoke()

    app.on_partitions_revoked.connect(revoked, weak=False)
    app.on_before_shutdown.connect(revoked, weak=False)


def _stop_at_once(source: TopicPartition, error: BaseException) -> None:
    """A bug: nothing of this batch may be committed, so the process ends before anything else can happen."""
    log.critical(
        "%s: a bug stopped this worker; nothing of the batch was committed. Report it with this trace:", source
    )
    traceback.print_exception(error)
    os._exit(BUG_EXIT)
