"""Records by name, each in a row."""

import struct
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from streams.domain.store.fields import UNFIT, Field, columns, form, row
from streams.domain.store.index import Index
from streams.domain.store.rows import Rows
from topics.memory import Case, Identity, Member

Record = TypeVar("Record", Case, Member, Identity)

_HEAD = struct.Struct("<B16sI")
_FREE, _NAMED, _HELD = range(3)
_UNKNOWN = -1


class Store(ABC, Generic[Record]):
    """A dict of records by name. They stand packed in rows, and are made again when asked for.

    A name has a number, that of its row, from when it is allotted until it is dropped. What is put is `fresh` until
    `pack` writes it into the rows, all of it together. A record that does not fit a row exactly (none of the stream's
    own is like that) stands in `beside`, as it is.
    """

    def __init__(self, scope: str, fields: Sequence[Field], room: int) -> None:
        """Rows of a head, the fields, and `room` bytes for what is no part of the record, from `room_at` on."""
        self.scope, self._fields, self._body = scope, fields, form(fields)
        self.body_at, self.room_at = _HEAD.size, _HEAD.size + self._body.size
        self.rows = Rows(self.room_at + room)
        self._row = row(fields, _HEAD.size, self.rows.size)
        self.fresh: dict[int, Record] = {}
        self.beside: dict[int, Record] = {}
        self._index = Index(self.name)
        self._count = 0
        self._strange: dict[int, str] = {}
        self._last_number: tuple[str | None, int] = (None, _UNKNOWN)
        self._last_record: tuple[int, Record | None] = (_UNKNOWN, None)

    @abstractmethod
    def _name_of(self, record: Record) -> str:
        """The name of a record."""

    @abstractmethod
    def _parts(self, name: str) -> tuple[bytes, int]:
        """16 bytes and a number below 2^32 for a name. Raises ValueError where it is not of the usual kind."""

    @abstractmethod
    def _spelt(self, packed: bytes, rest: int) -> str:
        """The name that has these parts."""

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

    def number(self, name: str) -> int:
        """The number of a name; -1 where it has none."""
        if name != self._last_number[0]:
            self._last_number = (name, self._index.find(name))
        return self._last_number[1]

    def allot(self, name: str) -> int:
        """The number of a name, a new one if it has none."""
        number = self.number(name)
        return self._begin(name) if number < 0 else number

    def name(self, number: int) -> str:
        """Whose number this is."""
        if number in self._strange:
            return self._strange[number]
        _, packed, rest = _HEAD.unpack_from(self.rows.data, number * self.rows.size)
        return self._spelt(packed, rest)

    def numbers(self) -> Iterator[int]:
        """The numbers that have names, in no order that means anything."""
        return (number for number in range(self.rows.end) if self._state(number) != _FREE)

    def holds(self, number: int) -> bool:
        """Whether an allotted number has a record."""
        return self._state(number) == _HELD

    def at(self, number: int) -> Record:
        """The record with this number."""
        if number in self.fresh:
            return self.fresh[number]
        if number in self.beside:
            return self.beside[number]
        seen, record = self._last_record
        if seen != number or record is None:
            values = self._body.unpack_from(self.rows.data, number * self.rows.size + _HEAD.size)
            record = self._made(number, values)
            self._last_record = (number, record)
        return record

    def put(self, record: Record) -> int:
        """Keep a record, new or in place of the one before. Returns its number."""
        number = self.allot(self._name_of(record))
        start = number * self.rows.size
        if self.rows.data[start] == _NAMED:
            self.rows.data[start] = _HELD
            self._count += 1
        self.fresh[number] = record
        return number

    def pack(self) -> None:
        """Write what is fresh into the rows."""
        if not self.fresh:
            return
        fresh, self.fresh = self.fresh, {}
        self._last_record = (_UNKNOWN, None)
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
            self.rows.data[number * self.rows.size] = _NAMED

    def drop(self, number: int) -> None:
        """Let go of a number, with its name and record."""
        self._index.remove(self.name(number), number)
        self._forget(number)
        self._strange.pop(number, None)
        self._last_number = (None, _UNKNOWN)
        self.rows.give(number)

    def _state(self, number: int) -> int:
        return self.rows.data[number * self.rows.size]

    def _begin(self, name: str) -> int:
        number = self.rows.take()
        start = number * self.rows.size
        try:
            _HEAD.pack_into(self.rows.data, start, _NAMED, *self._parts(name))
        except (ValueError, struct.error):
            self.rows.data[start] = _NAMED
            self._strange[number] = name
        self._index.add(name, number)
        self._last_number = (name, number)
        return number

    def _forget(self, number: int) -> None:
        self._count -= self.holds(number)
        self.fresh.pop(number, None)
        self.beside.pop(number, None)
        self._last_record = (_UNKNOWN, None)

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
