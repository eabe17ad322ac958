"""The facts of a site, read from Kafka: all partitions by one process, its position kept as a group's offsets.

Partitions are assigned by hand. Whoever holds the tables reads all facts, so there is nothing to share out; a
killed sink goes on at once, without waiting for a session to end, and a long wait costs no membership.
(kafka-python 3.0.12 also loses its assignment for good when a poll ends while the group forms.)
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from topics.catalog import FACTS, MESSAGE_BYTES, full_name
from topics.cluster import Cluster
from topics.errors import Unavailable
from topics.facts import Told

_log = logging.getLogger(__name__)
_POLL_MS = 200
_POLL_RECORDS = 500
_APART_S = 0.25
_COMMIT_MS = 5_000
_ASK_MS = 2_000


class FactSource:
    """Committed facts from where the group `{site}.{group}` left off. Raises Unavailable without Kafka or topics."""

    def __init__(self, cluster: Cluster, site: str, group: str, batch_bytes: int) -> None:
        self._cluster, self._batch_bytes = cluster, batch_bytes
        self._gathered: list[Told] = []
        self._bytes, self._next = 0, monotonic()
        self._prefix = full_name(site, "")
        with _answering(cluster):
            self._consumer = KafkaConsumer(
                **cluster.client(),
                bootstrap_timeout_ms=5_000,
                group_id=full_name(site, group),
                isolation_level="read_committed",
                auto_offset_reset="earliest",
                enable_auto_commit=False,
                allow_auto_create_topics=False,
                reconnect_backoff_max_ms=1_000,
                max_poll_records=_POLL_RECORDS,
                max_partition_fetch_bytes=MESSAGE_BYTES,
                fetch_max_bytes=2 * MESSAGE_BYTES,
            )
        try:
            with _answering(cluster):
                self._consumer.assign([part for topic in FACTS for part in self._partitions(full_name(site, topic))])
        except BaseException:
            self.close()
            raise

    def poll(self) -> list[Told]:
        """The next facts; none after 200 ms without any. Raises Unavailable.

        Facts that come alone come at once. Those close behind them are gathered for a while: an insert into all tables
        costs 40 ms of a processor however few the rows are, and 16 us a report.
        """
        going = bool(self._gathered) or self._gather(_POLL_MS)
        while going and self._bytes < self._batch_bytes:
            wait_ms = max(0, round((self._next - monotonic()) * 1000))
            going = self._gather(wait_ms) or wait_ms > 0
        if self._gathered:
            self._next = monotonic() + _APART_S
        batch, self._gathered, self._bytes = self._gathered, [], 0
        return batch

    def _gather(self, wait_ms: int) -> bool:
        """Add what comes in that time to what we have, which stands if Kafka goes away; whether anything came."""
        with _answering(self._cluster):
            polled = self._consumer.poll(timeout_ms=wait_ms)
        more = [
            Told(part.topic.removeprefix(self._prefix), record.key, record.value)
            for part, records in polled.items()
            for record in records
        ]
        self._gathered += more
        self._bytes += sum(len(told.value) for told in more)
        return bool(more)

    def behind(self) -> dict[tuple[str, int], int]:
        """The records behind our position by (topic without its site, partition). Raises Unavailable."""
        parts = sorted(self._consumer.assignment())
        with _answering(self._cluster):
            ends = self._consumer.end_offsets(parts, timeout_ms=_ASK_MS)
            at = {part: self._consumer.position(part, timeout_ms=_ASK_MS) for part in parts}
        return {
            (part.topic.removeprefix(self._prefix), part.partition): max(0, ends[part] - (at[part] or 0))
            for part in parts
        }

    def commit(self) -> None:
        """Say that all that was polled is kept. A commit that fails is made good by the next one."""
        try:
            self._consumer.commit(timeout_ms=_COMMIT_MS)
        except KafkaError as error:
            if not error.retriable:
                raise
            _log.warning("the offsets are not committed (%s): the same facts may be loaded again, to no effect", error)

    def close(self) -> None:
        """Let go of Kafka; nothing is committed by it."""
        self._consumer.close()

    def _partitions(self, topic: str) -> list[TopicPartition]:
        numbers = self._consumer.partitions_for_topic(topic)
        if not numbers:
            raise Unavailable(f"there is no topic {topic}: make it with `jiesu topics create`")
        return [TopicPartition(topic, number) for number in sorted(numbers)]


@contextmanager
def _answering(cluster: Cluster) -> Iterator[None]:
    try:
        yield
    except KafkaError as error:
        if not error.retriable:
            raise
        raise Unavailable(f"Kafka at {cluster} does not answer ({error}): start it, or correct JIESU_KAFKA") from error
