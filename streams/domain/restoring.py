"""Taking up again what an earlier book of the scope remembered."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, get_args

import numpy as np

from streams.domain.handling.taking_over import taken_over
from streams.domain.matching import Joining
from streams.domain.settling import settle_all
from streams.domain.state import Remembered, State
from streams.domain.store.numbering import HELD, NAMED
from streams.domain.store.rows import Numbers
from topics.case import Case
from topics.hot import HotRecord
from topics.memory import (
    ApartPair,
    BookRecord,
    Identity,
    LastTick,
    Member,
    MergedCase,
    ParkedAction,
    PolicyHeld,
    Position,
    Sketch,
)
from topics.model import Forget

STEP = 20_000
_DAMAGED = "The memory topics are damaged: rebuild them by replaying the inbox."
_FIRST = (PolicyHeld, LastTick, ParkedAction, Position, MergedCase, ApartPair, *get_args(HotRecord))


class Restoring:
    """Memory on its way back: records as they come, then, in steps, what follows from all of them.

    The book comes first; else keys may come in any order. Of one key the last record stands, and a tombstone takes it
    away: what has not been compacted yet restores the same.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._few: dict[str, BookRecord] = {}
        self._passing: set[str] = set()
        self._sketches: dict[int, Sketch | None] = {}
        self._identity = f"{state.scope}/identity/"

    def take(self, records: Iterable[Remembered | Forget]) -> None:
        """Take up some records, as many as one likes at a time: many of one kind together are the quickest."""
        for kind, alike in groupby(records, type):
            some: Sequence[Any] = list(alike)
            if kind is Case:
                self._take_cases(some)
            elif kind is Member:
                self._take_members(some)
            else:
                self._take_others(some)
        self._state.pack()
        self._state.matcher.hold(self._sketches)
        self._sketches = {}

    def settle(self) -> Iterator[None]:
        """What follows, when everything has been taken; no step takes long."""
        self._open_book()
        if self._passing:
            raise AssertionError(f"the policy of {min(self._passing)} is not in memory. {_DAMAGED}")
        members, cases = self._state.members.numbers(HELD), self._state.cases
        for some in _pieces(members):
            self._link(some)
            yield
        for some in _pieces(cases.numbers(NAMED)):
            self._drop(some)
            yield
        for some in _pieces(cases.numbers(HELD)):
            settle_all(self._state, some)
            yield
        for some in _pieces(self._as_they_joined(members)):
            self._ring(some)
            yield

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

    def _take_others(self, records: Sequence[BookRecord | Forget]) -> None:
        for record in records:
            if isinstance(record, Forget):
                self._forget(record)
            elif isinstance(record, Identity):
                self._state.load(record)
            else:
                self._few[record.key] = record

    def _take_cases(self, records: Sequence[Case]) -> None:
        """A case whose policy is not held has left memory: its tombstone, or its return, is still to come."""
        if self._few:
            self._open_book()
        held = {version for version in {case.policy_version for case in records} if self._state.shelf.holds(version)}
        latest = {case.case_id: case for case in records}
        self._passing -= latest.keys()
        for case in latest.values():
            if case.policy_version not in held:
                self._drop_case(case.case_id)
                self._passing.add(case.case_id)
        kept = [case for case in latest.values() if case.policy_version in held]
        self._state.cases.put_all([taken_over(case, self._state.rules_of(case)) for case in kept])

    def _drop_case(self, name: str) -> None:
        self._passing.discard(name)
        self._state.cases.clear(name)

    def _take_members(self, records: Sequence[Member]) -> None:
        numbers = self._state.members.put_all(records)
        self._sketches.update(zip(numbers.tolist(), (member.sketch for member in records), strict=True))

    def _drop_member(self, report: str) -> None:
        if (number := self._state.members.number(report)) >= 0:
            self._sketches[number] = None
            self._state.members.drop(number)

    def _link(self, numbers: Numbers) -> None:
        members, cases = self._state.members, self._state.cases
        lost = numbers[cases.lacks(members.cases(numbers))].tolist()
        for member in lost[:1]:
            raise AssertionError(
                f"{cases.name(members.case(member))}, the case of {members.name(member)}, is not in memory. {_DAMAGED}"
            )
        members.link_all(numbers)

    def _drop(self, cases: Numbers) -> None:
        for case in cases.tolist():
            self._state.cases.drop(case)

    def _as_they_joined(self, members: Numbers) -> Numbers:
        offsets, indexes = (self._state.members.column(f"joined.{part}", members) for part in ("offset", "index"))
        return members[np.lexsort((indexes, offsets))]

    def _ring(self, numbers: Numbers) -> None:
        members = self._state.members
        leaders = members.column("leader", numbers).astype(np.bool_)
        self._state.matcher.restore(Joining(numbers, members.cases(numbers), leaders))


def _pieces(numbers: Numbers) -> Iterator[Numbers]:
    for start in range(0, len(numbers), STEP):
        yield numbers[start : start + STEP]
