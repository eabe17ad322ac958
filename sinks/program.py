"""The sink program: facts from Kafka into ClickHouse, offsets committed after the insert.

Whatever is away is waited for; the log holds. What was inserted and not committed is loaded again, to no effect.
"""

import gc
import logging
import signal
from contextlib import closing
from threading import Event

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_when_event_set,
    wait_exponential,
)

from sinks.clickhouse.door import SqlDoor
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.warehouse import Warehouse
from sinks.settings import SinkSettings
from sinks.source import FactSource
from topics.errors import Unavailable

_log = logging.getLogger(__name__)


def run_sink(settings: SinkSettings, loglevel: str = "info") -> None:
    """Run until SIGTERM or SIGINT; then finish the insert under way, commit and close. Call it in the main thread."""
    logging.basicConfig(level=loglevel.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("kafka").setLevel(logging.WARNING)
    gc.set_threshold(100_000, 50, 1_000)  # rows come by the ten thousand and hold no cycles: looking for them is waste
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    patiently = patience(stop)
    try:
        with closing(patiently(EmbeddedWarehouse, settings.tables)) as warehouse:
            patiently(migrate, warehouse)
            with closing(SqlDoor(warehouse, settings.tables, settings.sql_port)):
                sink_facts(settings, warehouse, patiently, stop)
    except Unavailable as error:
        if not stop.is_set():
            raise
        _log.info("stopped while waiting (%s); what was not committed is read again", error)


def sink_facts(settings: SinkSettings, warehouse: Warehouse, patiently: Retrying, stop: Event) -> None:
    """Load the facts of a site into a migrated warehouse until `stop` is set.

    Raises UnreadableFactError for a fact that breaks its contract; Unavailable where `stop` ends a wait.
    """
    loader = Loader(warehouse)
    where = (settings.kafka, settings.site, settings.group, settings.batch_records)
    with closing(patiently(FactSource, *where)) as source:
        _log.info("reading the facts of site %s", settings.site)
        while not stop.is_set():
            batch = patiently(source.poll)
            if batch:
                patiently(loader.load, batch)
                source.commit()


def patience(stop: Event) -> Retrying:
    """Calls what it is given until that is no longer Unavailable; `stop` ends the wait with the last error."""
    return Retrying(
        retry=retry_if_exception_type(Unavailable),
        wait=wait_exponential(multiplier=0.1, max=5),
        sleep=sleep_using_event(stop),
        stop=stop_when_event_set(stop),
        before_sleep=_tell,
        reraise=True,
    )


<<<<<<< HEAD
=======
def open_consumer(settings: SinkSettings) -> KafkaConsumer:
    """A static member of the group `{site}.sink` that reads committed facts.

    Raises Unavailable without Kafka, and while a topic is missing.
    """
    topics = [full_name(settings.site, topic) for topic in FACTS]
    try:
        consumer = KafkaConsumer(
            *topics,
            bootstrap_servers=settings.kafka.split(","),
            bootstrap_timeout_ms=5_000,
            group_id=full_name(settings.site, "sink"),
            group_instance_id=settings.instance,
            session_timeout_ms=6_000,
            heartbeat_interval_ms=2_000,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            allow_auto_create_topics=False,
            reconnect_backoff_max_ms=1_000,
            max_poll_records=settings.batch_records,
            max_partition_fetch_bytes=8 * 1024 * 1024,
        )
        _know(consumer, topics)
    except KafkaError as error:
        if not error.retriable:
            raise
        raise Unavailable(f"Kafka at {settings.kafka} does not answer: start it, or set JIESU_KAFKA") from error
    return consumer


def _know(consumer: KafkaConsumer, topics: list[str]) -> None:
    """Learn the partitions before joining: a static member that joins without knowing them is given none, for good."""
    missing = [topic for topic in topics if not consumer.partitions_for_topic(topic)]
    if missing:
        consumer.close(autocommit=False)
        raise Unavailable(f"topic {missing[0]} is not there yet: make the topics (jiesu topics create)")


def _poll(consumer: Any, site: str) -> list[tuple[str, bytes]]:
    try:
        polled = consumer.poll(timeout_ms=200)
    except KafkaError as error:
        if not error.retriable:
            raise
        raise Unavailable(f"Kafka does not answer ({error}): it is tried again") from error
    prefix = full_name(site, "")
    return [(part.topic.removeprefix(prefix), record.value) for part, records in polled.items() for record in records]


def _commit(consumer: Any) -> None:
    """Commit what has been polled: all of it is inserted. A commit that fails is made good by the next one."""
    try:
        consumer.commit(timeout_ms=5_000)
    except KafkaError as error:
        if not (error.retriable or isinstance(error, _REBALANCED)):
            raise
        _log.warning("the offsets are not committed (%s): the same facts may be loaded again, to no effect", error)


>>>>>>> demo
def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning("waiting: %s", error)
