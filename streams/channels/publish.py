"""The feed: a file's messages onto the raw topics, each exactly once, however often it is killed and run again."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

from kafka import KafkaConsumer, KafkaProducer, TopicPartition, errors
from kafka.structs import OffsetAndMetadata
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from streams.channels.order import Message, digest, messages
from streams.channels.pace import Pace, Rate
from streams.channels.progress import progress_bar
from streams.channels.verbatim import Form
from topics.catalog import RAW_MESSAGE_BYTES, full_name
from topics.cluster import Cluster
from topics.errors import Unavailable
from topics.raw import RawReport

BATCH = 500
LEASE_MS = 10_000
"""How long a stopped feed can keep its open transaction in everybody's way."""
ANSWER_MS = 10_000
_FOR_GOOD = (
    errors.AuthorizationError,
    errors.IllegalStateError,
    errors.InvalidTopicError,
    errors.KafkaConfigurationError,
    errors.MessageSizeTooLargeError,
    errors.SaslAuthenticationFailedError,
    errors.UnsupportedSaslMechanismError,
    errors.UnsupportedVersionError,
)
_log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
"""Told after every transaction: how many messages are on Kafka for good, of how many."""


class Fed(NamedTuple):
    """How many messages this run published, and how many earlier runs already had."""

    published: int
    already: int


def feed(
    cluster: Cluster,
    site: str,
    path: Path,
    form: Form,
    pace: Pace | None = None,
    progress: Progress | None = None,
) -> Fed:
    """Publish a file in event-time order, reports and actions interleaved; killed and run again, it goes on.

    Each transaction holds as many messages as `pace` says, by default 500 at once, and the number of the next one, as
    the offset of the group `{site}.feed.{digest}` on reports.raw 0. `progress`, by default a bar on standard error,
    hears of every transaction. While Kafka is away it waits and says so.
    Raises FileFormatError, OSError, what `pace` raises, and KafkaError where waiting cannot help.
    """
    told = messages([path], form)
    name = f"{form.channel}.{digest(path, form)}"
    again = retry_if_exception_type(Unavailable)
    waiting = wait_random_exponential(multiplier=0.2, max=5)
    with nullcontext(progress) if progress else progress_bar(path.name) as show:
        feeding = _Feeding(cluster, site, name, told, show)
        Retrying(retry=again, wait=waiting, before_sleep=_tell)(feeding.run, pace or Rate(None, BATCH))
    return feeding.fed()


class _Feeding:
    """One run over the messages, through as many producers as faults make it need."""

    def __init__(self, cluster: Cluster, site: str, name: str, told: Sequence[Message], progress: Progress) -> None:
        self._cluster, self._site, self._told, self._progress = cluster, site, told, progress
        self._transactional_id = f"{site}.feed.{name}"
        self._group = f"{site}.feed.{name.rpartition('.')[2]}"
        self._number_at = TopicPartition(full_name(site, RawReport.TOPIC), 0)
        self._first: int | None = None

    def fed(self) -> Fed:
        """What this run did, once `run` has returned."""
        already = self._first or 0
        return Fed(len(self._told) - already, already)

    def run(self, pace: Pace) -> None:
        """Fence whoever fed this before, THEN read how far it came, and go on from there. Raises Unavailable."""
        with _unavailable(self._cluster), _producer(self._cluster, self._transactional_id) as producer:
            producer.init_transactions()
            done = self._committed()
            self._first = done if self._first is None else self._first
            self._progress(done, len(self._told))
            while done < len(self._told):
                some = self._told[done : done + pace.take(self._told, done)]
                done += len(some)
                self._publish(producer, some, done)
                self._progress(done, len(self._told))

    def _publish(self, producer: KafkaProducer, some: Sequence[Message], next_number: int) -> None:
        producer.begin_transaction()
        for message in some:
            producer.send(full_name(self._site, message.topic), key=message.key, value=message.value)
        producer.flush(timeout=LEASE_MS / 1000)  # later than that the broker has given this transaction up
        producer.send_offsets_to_transaction({self._number_at: OffsetAndMetadata(next_number, "", -1)}, self._group)
        producer.commit_transaction()

    def _committed(self) -> int:
        """The number of the next message; read_committed makes the broker answer with a settled number only."""
        consumer = KafkaConsumer(
            **self._cluster.client(),
            group_id=self._group,
            enable_auto_commit=False,
            isolation_level="read_committed",
        )
        try:
            return consumer.committed(self._number_at, timeout_ms=ANSWER_MS) or 0
        finally:
            consumer.close(autocommit=False)


@contextmanager
def _producer(cluster: Cluster, transactional_id: str) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(
        **cluster.client(),
        transactional_id=transactional_id,
        transaction_timeout_ms=LEASE_MS,
        max_block_ms=ANSWER_MS,
        request_timeout_ms=ANSWER_MS,
        reconnect_backoff_max_ms=1_000,
        retry_backoff_ms=10,
        bootstrap_timeout_ms=ANSWER_MS,
        compression_type="lz4",
        batch_size=256 * 1024,
        max_request_size=RAW_MESSAGE_BYTES,
        linger_ms=5,
        allow_auto_create_topics=False,
    )
    try:
        yield producer
    finally:
        # what it could not send is in no committed transaction: the next producer fences it and begins there
        with suppress(errors.KafkaTimeoutError):
            producer.close(timeout=1)


@contextmanager
def _unavailable(cluster: Cluster) -> Iterator[None]:
    try:
        yield
    except _FOR_GOOD:
        raise
    except errors.KafkaError as error:
        raise Unavailable(f"Kafka at {cluster}: {error!r}") from error


def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning(
        "the feed goes on from its last committed message, by itself (%s). If this repeats: does Kafka run and let us "
        "in (JIESU_KAFKA_...), are the topics there (jiesu topics create), does another feed read the same file?",
        error,
    )
