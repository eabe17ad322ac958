"""What a processor is to the runtime: decode, decide, and say what to publish. No Kafka here."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from topics.model import Forget, Record, Said


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


Series = tuple[str, ...]
"""A metric of the list and the values of its labels."""

Gauges = Mapping[Series, float]


class Vocabulary(NamedTuple):
    """The metrics that a work speaks of, each with its labels; `known` are series that begin at zero."""

    counters: Mapping[str, Sequence[str]]
    gauges: Mapping[str, Sequence[str]]
    histograms: Mapping[str, Sequence[str]]
    known: Sequence[Series] = ()


class Figures(NamedTuple):
    """What batches came to: how much to add to counters, and what histograms are to see."""

    counts: Mapping[Series, int]
    seen: Mapping[Series, Sequence[float]]


def outgoing(said: Said | Record | Forget, partition: int) -> Outgoing:
    """Encode one message for a partition."""
    if isinstance(said, Forget):
        return Outgoing(said.topic, partition, said.key.encode(), None)
    return Outgoing(said.TOPIC, partition, said.key.encode(), said.to_bytes())


class Work(Protocol):
    """The work on one input partition. The runtime calls it from one task only."""

    @property
    def memory_topics(self) -> Sequence[str]:
        """The compacted topics to restore from, one after the other; empty for stateless work."""
        ...

    @property
    def position(self) -> int | None:
        """The next offset to read as memory has it; None where the group's offset is the position."""
        ...

    def restore(self, memory: Sequence[Taken]) -> None:
        """Take back some of memory: topic after topic, each in the order of its offsets; called until all is taken."""
        ...

    def settle(self) -> Iterator[None]:
        """Work out what follows from memory, when all of it is taken; in steps, each well below a second."""
        ...

    def decide(self, batch: Sequence[Taken]) -> Sequence[Outgoing]:
        """The one pure call: what this batch makes us say. Raises only on a bug."""
        ...

    def figures(self, wall: datetime, /) -> Figures:
        """What was decided since the last call, in figures. Asked after a commit, at the wall-clock moment of it."""
        ...

    def standing(self, wall: datetime, /) -> Gauges:
        """How things stand, by the wall clock; cheap, however much there is."""
        ...

    def tick_at(self, wall: datetime, /) -> datetime | None:
        """The wall-clock moment from which a tick is wanted; None for never."""
        ...

    def tick(self, wall: datetime, /) -> Outgoing:
        """The tick to append to the input partition itself."""
        ...
