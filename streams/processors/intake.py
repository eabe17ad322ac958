"""reports.raw, actions.raw -> intake -> inbox, dead letters."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from streams.domain.changes import Admission
from streams.domain.intake import Doors, RawRecord, admit
from streams.processors import counting
from streams.processors.work import Figures, Gauges, Outgoing, Series, Taken, outgoing
from topics.model import Source


class Intake:
    """The Work on one partition of a raw topic: no state, so the group's offset is the position."""

    memory_topics: Sequence[str] = ()
    position: int | None = None

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._counts: Counter[Series] = Counter()

    def restore(self, memory: Sequence[Taken]) -> None:
        """See Work. There is nothing to take back."""

    def settle(self) -> Iterator[None]:
        """See Work. Nothing follows from nothing."""
        return iter(())

    def decide(self, batch: Sequence[Taken]) -> Sequence[Outgoing]:
        """See Work."""
        admission = admit((raw(taken) for taken in batch), self._doors)
        self._counts += counting.admission(batch[0].topic, admission)
        return said(admission, batch[0].partition)

    def figures(self, _wall: datetime, /) -> Figures:
        """See Work."""
        counts, self._counts = self._counts, Counter()
        return Figures(counts, {})

    def standing(self, _wall: datetime, /) -> Gauges:
        """See Work. Intake remembers nothing."""
        return {}

    def tick_at(self, _wall: datetime, /) -> datetime | None:
        """See Work. Intake has no deadlines."""
        return None

    def tick(self, _wall: datetime, /) -> Outgoing:
        """See Work. Never asked for."""
        raise RuntimeError("intake has no ticks: tick_at said so")


def raw(taken: Taken) -> RawRecord:
    """A raw record with its coordinates."""
    return RawRecord(Source(topic=taken.topic, partition=taken.partition, offset=taken.offset), taken.value, taken.at)


def said(admission: Admission, raw_partition: int) -> Sequence[Outgoing]:
    """Records to the inbox of their scope; dead letters to partition 0; their bytes beside the raw input."""
    return [
        *(outgoing(record, partition) for partition, record in admission.admitted),
        *(outgoing(letter, 0) for letter in admission.dead),
        *(outgoing(kept, raw_partition) for kept in admission.dead_bytes),
    ]
