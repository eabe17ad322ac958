"""Taking up again what an earlier book of the scope remembered."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from streams.domain.state import Remembered, State
from topics.memory import BookRecord, Case, Identity, LastTick, Member, ParkedAction, PolicyHeld, Position, Sketch
from topics.model import Forget

STEP = 5_000
_DAMAGED = "The memory topics are damaged: rebuild them by replaying the inbox."
_Thing = TypeVar("_Thing")
_FIRST = (PolicyHeld, LastTick, ParkedAction, Position)


class _Ringed(NamedTuple):
    """A member that goes into its case's ring. They sort as they joined."""

    joined: tuple[int, int]
    slot: int
    leader: bool
    sketch: Sketch


class Restoring:
    """Memory on its way back: records as they come, then, in steps, what follows from all of them.

    The book comes first; else keys may come in any order. Of one key the last record stands, and a tombstone takes it
    away: what has not been compacted yet restores the same.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._few: dict[str, BookRecord] = {}
        self._passing: set[str] = set()
        self._ringed: dict[int, _Ringed] = {}
        self._identity = f"{state.scope}/identity/"

    def take(self, records: Iterable[Remembered | Forget]) -> None:
        """Take up some records, as many as one likes at a time."""
        for record in records:
            match record:
                case Forget():
                    self._forget(record)
                case Case():
                    self._take_case(record)
                case Member():
                    self._take_member(record)
                case Identity():
                    self._state.load(record)
                case _:
                    self._few[record.key] = record
        self._state.pack()

    def settle(self) -> Iterator[None]:
        """What follows, when everything has been taken; no step takes long."""
        self._open_book()
        if self._passing:
            raise AssertionError(f"the policy of {min(self._passing)} is not in memory. {_DAMAGED}")
        yield from _in_steps(self._link, self._state.members.numbers())
        yield from _in_steps(self._drop_if_gone, self._state.cases.numbers())
        yield from _in_steps(self._ring, sorted(self._ringed.values()))

    def _open_book(self) -> None:
        """What is few: policies before what they are asked for, the tick before the timers."""
        for kind in _FIRST:
            for record in self._few.values():
                if isinstance(record, kind):
                    self._state.load(record)
        self._few = {}

    def _forget(self, forget: Forget) -> None:
        if forget.topic == Case.TOPIC:
            self._drop_case(forget.key)
        elif forget.topic == Member.TOPIC:
            self._drop_member(forget.key)
        elif forget.key.startswith(self._identity):
            self._state.drop_identity(forget.key.removeprefix(self._identity))
        else:
            self._few.pop(forget.key, None)

    def _take_case(self, case: Case) -> None:
        """A case whose policy is not held has left memory: its tombstone, or its return, is still to come."""
        if self._few:
            self._open_book()
        self._drop_case(case.case_id)
        if self._state.shelf.holds(case.policy_version):
            self._state.load(case)
        else:
            self._passing.add(case.case_id)

    def _drop_case(self, name: str) -> None:
        self._passing.discard(name)
        if (case := self._state.cases.get(name)) is not None:
            self._state.unsettle(case)
            self._state.cases.clear(name)

    def _drop_if_gone(self, case: int) -> None:
        if not self._state.cases.holds(case):
            self._state.cases.drop(case)

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
        if not cases.holds(case := members.case(member)):
            raise AssertionError(
                f"{cases.name(case)}, the case of {members.name(member)}, is not in memory. {_DAMAGED}"
            )
        members.link(member)

    def _ring(self, one: _Ringed) -> None:
        self._state.matcher.add(one.slot, self._state.members.case(one.slot), one.sketch, one.leader)


def _in_steps(do: Callable[[_Thing], None], things: Iterable[_Thing]) -> Iterator[None]:
    for count, thing in enumerate(things, 1):
        do(thing)
        if count % STEP == 0:
            yield
