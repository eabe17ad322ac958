"""The same rules for those who take one event at a time: intake and the fold, as any program would call them."""

from collections.abc import Sequence
from pathlib import Path

from deploy.policyfile import load_policy
from streams.app import new_books
from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from streams.domain.intake import Doors, RawRecord, admit
from streams.processors.casework import said
from streams.processors.work import Outgoing
from streams.runtime.clock import from_millis
from tests.bench.load import EPOCH
from tests.bench.policy import KEY
from topics.inbox import Action, ClockSetting, PolicyChange, Report, Tick
from topics.model import Source

Admitted = Report | Action
_POSITION = b"/position/"


class Rules:
    """Intake and the books of every scope. Time is the events' own: ticks come where they fall due."""

    def __init__(self, policy_folder: Path) -> None:
        policy = load_policy(policy_folder)
        self._doors = Doors.of(policy.scopes, KEY.encode())
        self._clock = ClockSetting(epoch=EPOCH, start=EPOCH)
        self._policy, self._new_book = policy, new_books()
        self._books: dict[str, CaseBook] = {}
        self._next: dict[str, int] = {}

    def admit(self, topic: str, partition: int, offset: int, millis: int, value: bytes) -> tuple[str, Admitted | None]:
        """Intake of one raw record: its scope and what goes on; ('', None) for a dead letter."""
        source = Source(topic=topic, partition=partition, offset=offset)
        admitted = admit([RawRecord(source, value, from_millis(millis))], self._doors).admitted
        return (admitted[0].record.scope, admitted[0].record) if admitted else ("", None)

    def fold(self, record: Admitted) -> Sequence[Outgoing]:
        """What one record makes its scope say: facts, and the memory that it changed but for the position.

        They all keep positions of their own.
        """
        scope = record.scope
        if scope not in self._books:
            self._begin(scope)
        book = self._books[scope]
        at = record.received_at if isinstance(record, Report) else record.occurred_at
        while (due := book.next_due()) is not None and due <= at:
            book.fold(Entry(self._offset(scope), due, Tick(scope=scope, now=due)))
        entry = Entry(self._offset(scope), at, record)
        return [one for one in said(book.apply([entry]), 0) if not one.key.endswith(_POSITION)]

    @property
    def cases(self) -> int:
        """Cases in memory, of all scopes."""
        return sum(book.standing(EPOCH).memory["case"] for book in self._books.values())

    def _begin(self, scope: str) -> None:
        self._books[scope], self._next[scope] = self._new_book(scope), 0
        change = PolicyChange(scope=scope, policy=self._policy, clock=self._clock)
        self._books[scope].apply([Entry(self._offset(scope), EPOCH, change)])

    def _offset(self, scope: str) -> int:
        self._next[scope] += 1
        return self._next[scope] - 1
