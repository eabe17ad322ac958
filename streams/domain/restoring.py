"""Taking up again what an earlier book of the scope remembered."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from streams.domain.state import Remembered, State
from topics.memory import BookRecord, Case, Identity, LastTick, Member, ParkedAction, PolicyHeld, Position, Sketch
from topics.model import Forget

STEP = 5_000
_Thing = TypeVar("_Thing")
_FIRST = (PolicyHeld, LastTick, ParkedAction, Position)


class _Ringed(NamedTuple):
    """A member that goes into its case's ring. They sort as they joined."""

    joined: tuple[int, int]
    slot: int
    leader: bool
    sketch: Sketch


class Restoring:
    """Memory on its way back: records as they come, then, in steps, everything that follows from them.

    Keys may come in any order. Of one key the last record stands, and a tombstone takes it away.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._few: dict[str, BookRecord] = {}
        self._ringed: dict[int, _Ringed] = {}
        self._identity = f"{state.scope}/identity/"

    def take(self, records: Iterable[Remembered | Forget]) -> None:
        """Take up some records, as many as one likes at a time."""
        state = self._state
        for record in records:
            match record:
                case Forget():
                    self._forget(record)
                case Case():
                    state.cases.put(record)
                case Member():
                    self._take_member(record)
                case Identity():
                    state.load(record)
                case _:
                    self._few[record.key] = record
        state.pack()

    def settle(self) -> Iterator[None]:
        """All that follows, when everything has been taken; no step takes long."""
        state = self._state
        for kind in _FIRST:
            for record in self._few.values():
                if isinstance(record, kind):
                    state.load(record)
        yield from _in_steps(self._link, state.members.numbers())
        yield from _in_steps(self._settle, state.cases.numbers())
        yield from _in_steps(self._ring, sorted(self._ringed.values()))

    def _forget(self, forget: Forget) -> None:
        state = self._state
        if forget.topic == Case.TOPIC:
            state.cases.clear(forget.key)
        elif forget.topic == Member.TOPIC:
            self._drop_member(forget.key)
        elif forget.key.startswith(self._identity):
            state.drop_identity(forget.key.removeprefix(self._identity))
        else:
            self._few.pop(forget.key, None)

    def _take_member(self, member: Member) -> None:
        number = self._state.members.put(member)
        if member.sketch is None:
            self._ringed.pop(number, None)
        else:
            self._ringed[number] = _Ringed(member.joined.order, number, member.leader, member.sketch)

    def _drop_member(self, report: str) -> None:
        members = self._state.members
        if report in members:
            self._ringed.pop(members.number(report), None)
            members.drop(members.number(report))

    def _link(self, member: int) -> None:
        members, cases = self._state.members, self._state.cases
        if not cases.holds(members.case(member)):
            raise AssertionError(
                f"{members.name(member)} is remembered as a member of {cases.name(members.case(member))}, which is not "
                "in memory: the memory topics are damaged. Rebuild them by replaying the inbox."
            )
        members.link(member)

    def _settle(self, number: int) -> None:
        cases = self._state.cases
        if cases.holds(number):
            self._state.settle(cases.at(number), None)
        else:
            cases.drop(number)

    def _ring(self, one: _Ringed) -> None:
        self._state.matcher.add(one.slot, self._state.members.case(one.slot), one.sketch, one.leader)


def _in_steps(do: Callable[[_Thing], None], things: Iterable[_Thing]) -> Iterator[None]:
    for count, thing in enumerate(things, 1):
        do(thing)
        if count % STEP == 0:
            yield
