"""inbox -> casework -> memory and facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from streams.domain.casebook import CaseBook
from streams.domain.changes import Changes, Entry
from streams.domain.state import Remembered
from streams.processors import counting
from streams.processors.work import Figures, Gauges, Outgoing, Taken, outgoing
from topics.case import Case
from topics.catalog import MEMORY
from topics.errors import BadMessage
from topics.facts import told
from topics.inbox import ClockSetting, Tick, read_inbox
from topics.memory import Member, read_book
from topics.model import Forget
from topics.reasons import Reason

TICKS_APART = timedelta(milliseconds=250)


class Casework:
    """The Work on one inbox partition. The scope is whatever the partition's first readable record names."""

    memory_topics: Sequence[str] = MEMORY

    def __init__(self, partition: int, new_book: Callable[[str], CaseBook]) -> None:
        self._partition, self._new_book = partition, new_book
        self._book: CaseBook | None = None
        self._ticked: datetime | None = None
        self._outstanding = False
        self._waiting: list[Entry] = []
        self._tally = counting.Tally()

    @property
    def position(self) -> int | None:
        """See Work."""
        return self._book.position if self._book else None

    def restore(self, memory: Sequence[Taken]) -> None:
        """See Work."""
        records = [remembered(taken) for taken in memory]
        book = self._book = self._book or self._remembered_by(records)
        if book is not None:
            book.restore(records)

    def settle(self) -> Iterator[None]:
        """See Work."""
        return self._book.settle() if self._book else iter(())

    def decide(self, batch: Sequence[Taken]) -> Sequence[Outgoing]:
        """See Work."""
        entries = [decode(taken) for taken in batch]
        if any(isinstance(entry.record, Tick) for entry in entries):
            self._outstanding = False
        book = self._book = self._book or self._begin(entries)
        if book is None:
            self._waiting += entries
            return ()
        waited, self._waiting = self._waiting, []
        changes = book.apply([*waited, *entries])
        self._tally.add(changes, book.clock)
        return said(changes, self._partition)

    def figures(self, wall: datetime, /) -> Figures:
        """See Work."""
        return self._tally.take(wall)

    def standing(self, wall: datetime, /) -> Gauges:
        """See Work. Nothing before the first policy."""
        return counting.standing(self._book, wall) if self._book else {}

    def tick_at(self, wall: datetime, /) -> datetime | None:
        """See Work. One outstanding tick, and some time between two, unless the clock was set back since the last."""
        due = self._book.next_due() if self._book and not self._outstanding else None
        if due is None or self._clock is None:
            return None
        wanted = self._clock.wall(due)
        return max(wanted, self._ticked + TICKS_APART) if self._ticked and self._ticked <= wall else wanted

    def tick(self, wall: datetime, /) -> Outgoing:
        """See Work."""
        book, clock = self._book, self._clock
        if book is None or clock is None:
            raise RuntimeError("a tick was asked for before the first policy: ask tick_at first")
        self._ticked, self._outstanding = wall, True
        return outgoing(Tick(scope=book.scope, now=clock.now(wall)), self._partition)

    @property
    def _clock(self) -> ClockSetting | None:
        return self._book.clock if self._book else None

    def _remembered_by(self, records: Iterable[Remembered | Forget]) -> CaseBook | None:
        """A new book of their scope; tombstones before the first record have nothing to take away."""
        scope = next((record.scope for record in records if not isinstance(record, Forget)), None)
        return self._new_book(scope) if scope else None

    def _begin(self, entries: Sequence[Entry]) -> CaseBook | None:
        scope = scope_of(entries)
        return self._new_book(scope) if scope else None


def scope_of(entries: Iterable[Entry]) -> str | None:
    """The scope that the first readable record names; None where none is readable."""
    readable = (entry.record for entry in entries if not isinstance(entry.record, BadMessage))
    return next((record.scope for record in readable), None)


def decode(taken: Taken) -> Entry:
    """One inbox record; an unreadable one carries its BadMessage, and becomes a dead letter in its turn."""
    try:
        return Entry(taken.offset, taken.at, read_inbox(taken.value or b""))
    except msgspec.MsgspecError as error:
        sentence = (
            f"This inbox record is not one of ours ({error}). "
            "Find who writes to the inbox besides intake and casework, and send the message to the raw topics instead."
        )
        return Entry(taken.offset, taken.at, BadMessage(Reason.UNREADABLE_INBOX, sentence))


def remembered(taken: Taken) -> Remembered | Forget:
    """One memory record. Raises msgspec.MsgspecError: unreadable memory is a bug, never skipped."""
    if taken.value is None:
        return Forget(topic=taken.topic, key=(taken.key or b"").decode())
    return _READERS[taken.topic](taken.value)


_READERS: Mapping[str, Callable[[bytes], Remembered]] = {
    Case.TOPIC: Case.from_bytes,
    Member.TOPIC: Member.from_bytes,
    "book": read_book,
}


def said(changes: Changes, partition: int) -> Sequence[Outgoing]:
    """Facts first, memory behind them; the position is the last record of all."""
    facts = (record for fact in changes.facts for record in told(fact))
    return [
        *(Outgoing(record.topic, partition, record.key, record.value) for record in facts),
        *(outgoing(record, partition) for record in changes.memory),
    ]
