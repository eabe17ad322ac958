"""The fold of one scope's log into cases."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from streams.domain import actions, passing, publishing, reports
from streams.domain.calendar import shifted
from streams.domain.census import Standing
from streams.domain.changes import Changes, Entry
from streams.domain.classify import NO_CLASSIFIERS, Classifiers
from streams.domain.letters import scope_letter, unreadable_letter
from streams.domain.matching import Matcher
from streams.domain.restoring import Restoring
from streams.domain.state import Remembered, State
from topics.errors import BadMessage
from topics.inbox import Action, ClockSetting, PolicyChange, Report, Tick
from topics.model import Forget


class CaseBook:
    """The open cases of one scope, folded from its inbox.

    A pure fold: what a record does depends on the records before it alone, never on how the log is cut into
    batches. Records before the first policy wait in memory and leave the position where it is.
    """

    def __init__(self, scope: str, matcher: Matcher, classifiers: Classifiers = NO_CLASSIFIERS) -> None:
        self._state = State(scope, matcher, classifiers)
        self._restoring = Restoring(self._state)
        self._seen = 0
        self._said = 0
        self._waiting: list[Entry] = []

    def restore(self, memory: Iterable[Remembered | Forget]) -> None:
        """Take up some of what an earlier book of this scope remembered, before the first batch; then `settle`.

        Keys may come in any order; of one key the last record stands, and a tombstone takes it away.
        """
        self._restoring.take(memory)

    def settle(self) -> Iterator[None]:
        """All memory has been taken up: what follows from it, in steps of well below a second."""
        yield from self._restoring.settle()
        self._seen = self._said = self._state.position

    def apply(self, batch: Sequence[Entry]) -> Changes:
        """Fold a batch, in the order of its offsets; what lies below the position is ignored."""
        for entry in batch:
            self.fold(entry)
        return self.changes()

    def fold(self, entry: Entry) -> None:
        """Fold one record; one that lies below the position is ignored."""
        if entry.offset >= self._seen:
            self._seen = entry.offset + 1
            self._take(entry)

    def changes(self) -> Changes:
        """What has changed since the last time that this was asked."""
        self._state.pack()
        if self._state.position == self._said:
            return Changes()
        self._said = self._state.position
        return self._state.draft.finish(self._state.scope, self._state.position)

    @property
    def scope(self) -> str:
        """The scope whose log this is."""
        return self._state.scope

    @property
    def position(self) -> int:
        """The next inbox offset to fold."""
        return self._state.position

    @property
    def clock(self) -> ClockSetting | None:
        """The clock that came with the policy in force; None before the first."""
        return self._state.shelf.clock

    def next_due(self) -> datetime | None:
        """The earliest moment at which a tick would change something; it may be past. None if there is none."""
        return self._state.timers.earliest()

    def standing(self, now: datetime) -> Standing:
        """How the cases stand at a moment of the stream's time; costs the same however many there are."""
        state = self._state
        return Standing(
            states=dict(state.census.states),
            due_soon=state.census.due_within_the_hour(now),
            overdue=state.census.overdue,
            parked=len(state.parked),
            hot=state.watch.states(),
            memory={"case": len(state.cases), "member": len(state.members), "identity": len(state.identities)},
        )

    def _take(self, entry: Entry) -> None:
        if not self._state.shelf.started and not self._starts(entry):
            self._waiting.append(entry)
            return
        self._fold(entry)
        waiting, self._waiting = self._waiting, []
        for earlier in waiting:
            self._fold(earlier)
        self._state.position = entry.offset + 1

    def _starts(self, entry: Entry) -> bool:
        return isinstance(entry.record, PolicyChange) and entry.record.scope == self._state.scope

    def _fold(self, entry: Entry) -> None:
        state, record = self._state, entry.record
        state.draft.begin(entry.offset)
        match record:
            case BadMessage():
                state.draft.dead(unreadable_letter(entry, record, self._partition(), self._time_of(entry)))
            case _ if record.scope != state.scope:
                state.draft.dead(scope_letter(entry, record, state.scope, self._partition(), self._time_of(entry)))
            case Report():
                reports.receive(state, record, self._time_of(entry))
            case Action():
                actions.act(state, record, self._time_of(entry))
            case Tick():
                passing.pass_time(state, record, entry, self._time_of(entry))
            case PolicyChange():
                publishing.publish(state, record)

    def _partition(self) -> int:
        return self._state.shelf.partition(self._state.scope)

    def _time_of(self, entry: Entry) -> datetime:
        """The stream's time when the broker took the record."""
        clock = self.clock
        return shifted(clock.now(entry.appended_at) if clock else entry.appended_at, timedelta(0))
