"""The same rules without Kafka: one process, event time, ticks where they fall due."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from streams.domain.casebook import CaseBook
from streams.domain.changes import Addressed, Changes, Entry
from streams.domain.intake import Doors, RawRecord, admit
from streams.processors.casework import decode, scope_of
from streams.processors.work import Taken
from topics.facts import Fact
from topics.inbox import Action, ClockSetting, PolicyChange, Report, Tick
from topics.policy import Policy, Scope

NewBook = Callable[[str], CaseBook]


class Lane:
    """One scope's log and fold. Event time is its clock; offsets count what it was given."""

    def __init__(self, scope: str, new_book: NewBook) -> None:
        self._scope, self._book, self._next = scope, new_book(scope), 0

    def take(self, record: Report | Action | PolicyChange, at: datetime) -> None:
        """Fold one record at a moment, after every tick that fell due before it."""
        while (due := self._book.next_due()) is not None and due <= at:
            self._fold(Tick(scope=self._scope, now=due), due)
        self._fold(record, at)

    def changes(self) -> Changes:
        """What has changed since the last time that this was asked."""
        return self._book.changes()

    def _fold(self, record: Report | Action | Tick | PolicyChange, at: datetime) -> None:
        self._book.fold(Entry(self._next, at, record))
        self._next += 1


class LocalStream:
    """Raw records in event-time order -> facts. `start` is the moment of the first policy."""

    def __init__(self, policy: Policy, start: datetime, doors: Doors, new_book: NewBook) -> None:
        self._doors = doors
        self._lanes = {scope.partition: _opened(scope, policy, start, new_book) for scope in policy.scopes}

    def fold(self, raws: Sequence[RawRecord]) -> list[Fact]:
        """The facts of one stretch of the log."""
        dead: list[Fact] = []
        admitted: list[tuple[Addressed, datetime]] = []
        for raw in raws:
            admission = admit([raw], self._doors)
            dead += admission.dead
            admitted += ((addressed, raw.at) for addressed in admission.admitted)
        for (partition, record), at in admitted:
            self._lanes[partition].take(record, at)
        return dead + [fact for lane in self._lanes.values() for fact in lane.changes().facts]


def _opened(scope: Scope, policy: Policy, start: datetime, new_book: NewBook) -> Lane:
    lane = Lane(scope.scope, new_book)
    clock = ClockSetting(epoch=start, start=start)
    lane.take(PolicyChange(scope=scope.scope, policy=policy, clock=clock), start)
    return lane


def refold(taken: Iterable[Taken], new_book: NewBook, batch: int = 500) -> Iterator[Sequence[Fact]]:
    """Fold an exported inbox again: the same log gives the same facts. One partition stands behind another."""
    for _, partition in groupby(taken, key=lambda one: one.partition):
        entries = [decode(one) for one in partition]
        scope = scope_of(entries)
        if scope is None:
            continue
        book = new_book(scope)
        for start in range(0, len(entries), batch):
            yield book.apply(entries[start : start + batch]).facts
