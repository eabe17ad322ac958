"""Records as a consumer gives them, made ours at the least cost."""

from collections.abc import Iterable
from typing import Any

from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import Fetcher, FetchResult

from streams.processors.work import Taken
from streams.runtime.clock import from_millis


def taken(topic: str, partition: int, records: Iterable[Any]) -> list[Taken]:
    """A consumer's records of one partition, under their bare topic name."""
    return [Taken(topic, partition, one.offset, from_millis(one.timestamp), one.key, one.value) for one in records]


def leave_as_read(fetcher: Fetcher) -> None:
    """Let what is fetched by now come out as it was read: the form that aiokafka gives a record costs more than that.

    What comes later has that form, and the same offset, timestamp, key and value.
    """
    for fetched in fetcher._records.values():
        if isinstance(fetched, FetchResult) and fetched.has_more():
            fetched._partition_records._consumer_record = _as_read


def _as_read(_: TopicPartition, record: Any) -> Any:
    return record
