"""Records by name, each in a row."""

from abc import abstractmethod
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.fields import UNFIT, Field, columns, form, row
from streams.domain.store.numbering import HEAD_SIZE, HELD, NAMED, Numbering
from streams.domain.store.rows import Numbers
from topics.case import Case
from topics.memory import Identity, Member

Record = TypeVar("Record", Case, Member, Identity)


class Store(Numbering, Generic[Record]):
    """A dict of records by name. They stand packed in rows, and are made again when asked for.

    What is put is `fresh` until `pack` writes it into the rows, all of it together. A record that does not fit a row
    exactly (none of the stream's own is like that) stands in `beside`, as it is.
    """

    def __init__(self, scope: str, fields: Sequence[Field], room: int) -> None:
        """Rows for the fields, and `room` bytes for what is no part of the record, from `room_at` on."""
        self.scope, self._fields, self._body = scope, fields, form(fields)
        super().__init__(self._body.size + room)
        self.body_at, self.room_at = HEAD_SIZE, HEAD_SIZE + self._body.size
        self._row = row(fields, self.body_at, self.rows.size)
        self.fresh: dict[int, Record] = {}
        self.beside: dict[int, Record] = {}
        self._count = 0
        self._unpacked: dict[int, Record] = {}

    @abstractmethod
    def _name_of(self, record: Record) -> str:
        """The name of a record."""

    @abstractmethod
    def _made(self, number: int, values: Sequence[Any]) -> Record:
        """The record with this number and these fields."""

    def __len__(self) -> int:
        return self._count

    def __contains__(self, name: str) -> bool:
        number = self.number(name)
        return number >= 0 and self.holds(number)

    def __getitem__(self, name: str) -> Record:
        record = self.get(name)
        if record is None:
            raise KeyError(name)
        return record

    def get(self, name: str) -> Record | None:
        """The record of a name; None where there is none."""
        number = self.number(name)
        return self.at(number) if number >= 0 and self.holds(number) else None

    def holds(self, number: int) -> bool:
        """Whether an allotted number has a record."""
        return self._state(number) == HELD

    def at(self, number: int) -> Record:
        """The record with this number."""
        if number in self.fresh:
            return self.fresh[number]
        if number in self.beside:
            return self.beside[number]
        record = self._unpacked.get(number)
        if record is None:
            values = self._body.unpack_from(self.rows.data, number * self.rows.size + HEAD_SIZE)
            record = self._unpacked[number] = self._made(number, values)
        return record

    def lacks(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Which of these numbers have no record."""
        lacking: NDArray[np.bool_] = self.rows.column("u1", 0)[numbers] != HELD
        return lacking

    def column(self, path: str, numbers: Numbers) -> NDArray[Any]:
        """One field of records, as it is packed; none may be fresh."""
        which = next(which for which, field in enumerate(self._fields) if field.path == path)
        field = self._fields[which]
        at = self.body_at + form(self._fields[:which]).size
        found: NDArray[Any] = self.rows.column(field.kind, at)[numbers]
        for place in np.flatnonzero(np.isin(numbers, list(self.beside))):
            value = attrgetter(path)(self.beside[int(numbers[place])])
            found[place] = np.array(field.pack([value]), field.kind)[0]
        return found

    def put(self, record: Record) -> int:
        """Keep a record, new or in place of the one before. Returns its number."""
        number = self.allot(self._name_of(record))
        start = number * self.rows.size
        if self.rows.data[start] == NAMED:
            self.rows.data[start] = HELD
            self._count += 1
        self.fresh[number] = record
        return number

    def put_all(self, records: Sequence[Record]) -> Numbers:
        """Keep many records; of one name the last stands. Returns their numbers."""
        numbers = self.allot_all(list(map(self._name_of, records)))
        states = self.rows.column("u1", 0)
        self._count += len(np.unique(numbers[states[numbers] == NAMED]))
        states[numbers] = HELD
        self.fresh.update(zip(numbers.tolist(), records, strict=True))
        return numbers

    def pack(self) -> None:
        """Write what is fresh into the rows, and forget what has been looked up."""
        self.let_go()
        self._unpacked.clear()
        if not self.fresh:
            return
        fresh, self.fresh = self.fresh, {}
        for number in self.beside.keys() & fresh.keys():
            del self.beside[number]
        try:
            self._write(fresh)
        except UNFIT:
            for number, record in fresh.items():
                self._write_or_keep(number, record)

    def clear(self, name: str) -> None:
        """Let go of a name's record, if it has one; its number stays."""
        number = self.number(name)
        if number >= 0 and self.holds(number):
            self._forget(number)
            self.rows.data[number * self.rows.size] = NAMED

    def drop(self, number: int) -> None:
        """Let go of a number, with its name and record."""
        self._forget(number)
        super().drop(number)

    def _forget(self, number: int) -> None:
        self._count -= self.holds(number)
        self.fresh.pop(number, None)
        self.beside.pop(number, None)
        self._unpacked.pop(number, None)

    def _write(self, records: dict[int, Record]) -> None:
        """Write records by number. Raises one of UNFIT, with nothing written, where one does not fit."""
        if any(record.scope != self.scope for record in records.values()):
            raise ValueError(f"not of the scope {self.scope}")
        found = columns(self._fields, list(records.values()))
        table, numbers = np.frombuffer(self.rows.data, self._row), np.fromiter(records, np.int64)
        for which, column in enumerate(found):
            table[str(which)][numbers] = column

    def _write_or_keep(self, number: int, record: Record) -> None:
        try:
            self._write({number: record})
        except UNFIT:
            self.beside[number] = record
