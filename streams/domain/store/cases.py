"""The cases of a scope, packed."""

from collections.abc import Sequence
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.case_form import CaseForm
from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.events import Events
from streams.domain.store.names import packed_case
from streams.domain.store.rows import Numbers
from streams.domain.store.store import Store
from topics.case import Case
from topics.ids import case_id

_LATEST = Struct("<I")


class Cases(Store[Case]):
    """Cases by id. Behind each: its latest member, when something is due, and when it leaves."""

    def __init__(self, scope: str) -> None:
        self._form = CaseForm()
        self._events = Events(self._form.words)
        super().__init__(scope, self._form.fields(), _LATEST.size + 2 * DUE_SIZE)
        self.course, self.leave = map(self._column, range(2))

    def latest(self, number: int) -> int:
        """The number of the latest member that was linked; -1 where none is."""
        found: int = _LATEST.unpack_from(self.rows.data, number * self.rows.size + self.room_at)[0]
        return found - 1

    def link(self, number: int, member: int) -> None:
        """Let a member be the latest."""
        _LATEST.pack_into(self.rows.data, number * self.rows.size + self.room_at, member + 1)

    def link_all(self, numbers: Numbers, members: Numbers) -> Numbers:
        """Let these members be the latest of their cases, one after the other.

        Returns for each the member that was linked before it, plus one: 0 where none was.
        """
        order = np.argsort(numbers, kind="stable")
        cases, links, latest = numbers[order], members[order] + 1, self.rows.column("<u4", self.room_at)
        first = np.diff(cases, prepend=-1) != 0
        before = np.where(first, latest[cases], np.roll(links, 1))
        last = np.roll(first, -1)
        latest[cases[last]] = links[last]
        found = np.empty_like(before)
        found[order] = before
        return found

    def said(self, words: NDArray[np.uint16]) -> list[str]:
        """What is meant by numbers in the columns of words."""
        return list(map(self._form.words.said.__getitem__, words.tolist()))

    def _column(self, which: int) -> Column:
        return Column(self.number, self.rows, self.room_at + _LATEST.size + which * DUE_SIZE)

    def _name_of(self, record: Case) -> str:
        return record.case_id

    def _parts(self, name: str) -> tuple[bytes, int]:
        return packed_case(self.scope, name)

    def _spelt(self, packed: bytes, rest: int) -> str:
        return case_id(self.scope, packed.hex(), rest)

    def _made(self, number: int, values: Sequence[Any]) -> Case:
        return self._form.read(self.scope, self.name(number), values, self._events[number])

    def _write(self, records: dict[int, Case]) -> None:
        super()._write(records)
        for number, record in records.items():
            self._events[number] = record.events

    def _forget(self, number: int) -> None:
        super()._forget(number)
        self._events[number] = ()
