"""What a processor is to the runtime: decode, decide, and say what to publish. No Kafka here."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from topics.model import Forget, Said


class Taken(NamedTuple):
    """One record as it was read: bare topic name, coordinates, broker time (UTC), key, value."""

    topic: str
    partition: int
    offset: int
    at: datetime
    key: bytes | None
    value: bytes | None


class Outgoing(NamedTuple):
    """One record to write: bare topic name, partition, key, value (None is a tombstone)."""

    topic: str
    partition: int
    key: bytes
    value: bytes | None


def outgoing(said: Said | Forget, partition: int) -> Outgoing:
    """Encode one message for a partition."""
    if isinstance(said, Forget):
        return Outgoing(said.topic, partition, said.key.encode(), None)
    return Outgoing(said.TOPIC, partition, said.key.encode(), said.to_bytes())


class Work(Protocol):
    """The work on one input partition. The runtime calls it from one task only."""

    @property
    def memory_topics(self) -> Sequence[str]:
        """The compacted topics to restore from; empty for stateless work."""
        ...

    @property
    def position(self) -> int | None:
        """The next offset to read as memory has it; None where the group's offset is the position."""
        ...

    def restore(self, memory: Iterable[Taken]) -> None:
        """Take back what compaction kept, in any order."""
        ...

    def decide(self, batch: Sequence[Taken]) -> Sequence[Outgoing]:
        """The one pure call: what this batch makes us say. Raises only on a bug."""
        ...

    def tick_at(self, wall: datetime, /) -> datetime | None:
        """The wall-clock moment from which a tick is wanted; None for never."""
        ...

    def tick(self, wall: datetime, /) -> Outgoing:
        """The tick to append to the input partition itself."""
        ...
