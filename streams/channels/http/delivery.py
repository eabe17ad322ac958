"""Messages onto the raw topics: in Kafka for good, or it says that they may not be."""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from kafka import KafkaProducer, errors

from streams.channels.order import Message
from topics.catalog import RAW_MESSAGE_BYTES, full_name
from topics.cluster import Cluster
from topics.errors import Unavailable
from topics.model import Source

RETRY_AFTER_S = 5
"""When to try again where Kafka was away."""
_log = logging.getLogger(__name__)


class Delivery:
    """One idempotent producer, made when it is first needed and made anew after a failure. For many threads."""

    def __init__(self, cluster: Cluster, site: str, wait_s: float) -> None:
        self._cluster, self._site, self._wait_s = cluster, site, wait_s
        self._producer: KafkaProducer | None = None
        self._lock = Lock()
        self._failed_at: float | None = None

    def send(self, messages: Sequence[Message]) -> list[Source]:
        """Where each message stands, once all in-sync replicas have all of them.

        Raises Unavailable after about `wait_s`: then some may be in Kafka, and to send all of them again does no harm.
        """
        _log.debug("%d messages for Kafka", len(messages))
        producer = None
        deadline = time.monotonic() + self._wait_s
        try:
            producer = self._connected()
            futures = [producer.send(full_name(self._site, m.topic), key=m.key, value=m.value) for m in messages]
            written = [future.get(timeout=max(0.0, deadline - time.monotonic())) for future in futures]
        except errors.KafkaError as error:
            self._drop(producer)
            self._failed_at = time.monotonic()
            _log.warning("Kafka at %s did not take %d messages: %r", self._cluster, len(messages), error)
            raise Unavailable(f"Kafka at {self._cluster}: {error!r}") from error
        self._failed_at = None
        return [
            Source(topic=message.topic, partition=meta.partition, offset=meta.offset)
            for message, meta in zip(messages, written, strict=True)
        ]

    def lacks(self) -> list[str]:
        """What keeps it from delivering, as far as the last messages tell; after a while it is worth another try."""
        failed_at = self._failed_at
        if failed_at is None or time.monotonic() - failed_at > RETRY_AFTER_S:
            return []
        return [f"Kafka at {self._cluster} did not take messages: start it, or correct JIESU_KAFKA."]

    def close(self) -> None:
        """Let go of the connection; whatever was answered is in Kafka already."""
        self._drop(self._producer)

    def _connected(self) -> KafkaProducer:
        with self._lock:
            if self._producer is None:
                self._producer = self._new_producer()
            return self._producer

    def _new_producer(self) -> KafkaProducer:
        wait_ms = int(self._wait_s * 1000)
        return KafkaProducer(
            **self._cluster.client(),
            acks="all",
            enable_idempotence=True,
            bootstrap_timeout_ms=wait_ms,
            max_block_ms=wait_ms,
            request_timeout_ms=wait_ms,
            delivery_timeout_ms=wait_ms + 100,
            reconnect_backoff_max_ms=1_000,
            compression_type="lz4",
            linger_ms=2,
            max_request_size=RAW_MESSAGE_BYTES,
            allow_auto_create_topics=False,
        )

    def _drop(self, producer: KafkaProducer | None) -> None:
        with self._lock:
            mine = producer is self._producer
            self._producer = None if mine else self._producer
        if producer is None or not mine:
            return
        # nobody was told that what it still holds is in Kafka
        with suppress(errors.KafkaError):
            producer.close(timeout=0)
