"""What the consumer last heard from Kafka about its partitions: how much is unread, and when that was."""

from datetime import datetime
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.runtime.clock import from_millis


class Heard(NamedTuple):
    """Records that stand behind the consumer's position (transaction markers included), as Kafka said at a moment."""

    unread: int
    at: datetime


class Lookout:
    """Written in the consumer's thread; any thread may read. Knows only partitions that were fetched from."""

    def __init__(self) -> None:
        self._heard: dict[TopicPartition, Heard] = {}

    async def look(self, consumer: AIOKafkaConsumer, source: TopicPartition) -> None:
        """Note what the last fetch said; asks nothing of Kafka. Raises IllegalStateError for a lost partition."""
        end, polled = consumer.highwater(source), consumer.last_poll_timestamp(source)
        if end is not None and polled is not None:
            self.note(source, max(0, end - await consumer.position(source)), from_millis(polled))

    def note(self, source: TopicPartition, unread: int, at: datetime) -> None:
        """This is what Kafka said at a moment."""
        self._heard[source] = Heard(unread, at)

    def heard(self, source: TopicPartition) -> Heard | None:
        """What was last heard; None before the first fetch."""
        return self._heard.get(source)
