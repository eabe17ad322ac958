"""What the owner of a partition needs of the world."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiokafka import TopicPartition

from streams.processors.work import Work
from streams.runtime.meters import WorkerMeters
from streams.runtime.publisher import Publisher
from streams.runtime.restore import MemoryReader


@dataclass(frozen=True, slots=True)
class Ports:
    """New publishers, memory readers and work; the group's offset; a seek; meters.

    `topic` is the bare name of a topic, `batch` the most records in one transaction.
    """

    publisher: Callable[[TopicPartition], Publisher]
    reader: Callable[[Sequence[str], int], MemoryReader]
    work: Callable[[int], Work]
    committed: Callable[[TopicPartition], Awaitable[int | None]]
    seek: Callable[[TopicPartition, int], Awaitable[None]]
    bug: Callable[[TopicPartition, BaseException], None]
    meters: WorkerMeters
    topic: Callable[[str], str]
    batch: int
