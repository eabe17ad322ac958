"""Records by name, each in a row."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Any, Generic, TypeVar

import xxhash

from streams.domain.store.index import Index
from streams.domain.store.names import KEY_SIZE
from streams.domain.store.packing import UNFIT
from streams.domain.store.rows import Place, Rows

Record = TypeVar("Record")

_HEAD_SIZE = KEY_SIZE + 1
_STRANGE = b"\xff\xff\xff\xff"
_NAMED, _PACKED, _BESIDE = 0, 1, 2


class Store(ABC, Generic[Record]):
    """A dict of records by name whose records stand in rows, and are made again when asked for.

    A name has a number from when it is first allotted until it is dropped. A record that does not fit a row exactly
    (no record of the stream is like that) stands beside its row as it is.
    """

    def __init__(self, body: Struct, room: int) -> None:
        """Rows of a head, a body, and room for what is no part of the record."""
        self._body = body
        self._room_at = _HEAD_SIZE + body.size
        self._rows = Rows(self._room_at + room)
        self._index = Index(self._key_in)
        self._count = 0
        self._strange: dict[int, str] = {}
        self._beside: dict[int, Record] = {}
        self._last_number: tuple[str | None, int] = (None, -1)
        self._last_record: tuple[int, Record | None] = (-1, None)

    @abstractmethod
    def _name_of(self, record: Record) -> str:
        """The name of a record."""

    @abstractmethod
    def _key_of(self, name: str) -> bytes:
        """The key of a name, if it is of the usual kind. Raises one of UNFIT."""

    @abstractmethod
    def _spelt(self, key: bytes) -> str:
        """The name that has this key."""

    @abstractmethod
    def _packed(self, record: Record) -> tuple[object, ...]:
        """The body of a record's row. Raises one of UNFIT."""

    @abstractmethod
    def _made(self, number: int, values: Sequence[Any]) -> Record:
        """The record with this number and body."""

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
            self._last_number = (name, self._index.find(self._key(name)))
        return self._last_number[1]

    def allot(self, name: str) -> int:
        """The number of a name, a new one if it has none."""
        number = self.number(name)
        return number if number >= 0 else self._begin(name)

    def name(self, number: int) -> str:
        """Whose number this is."""
        key = self._key_in(number)
        return self._strange[number] if key.endswith(_STRANGE) else self._spelt(key)

    def holds(self, number: int) -> bool:
        """Whether an allotted number has a record."""
        chunk, at = self._rows.place(number)
        return chunk[at + KEY_SIZE] != _NAMED

    def at(self, number: int) -> Record:
        """The record with this number."""
        seen, record = self._last_record
        if seen != number or record is None:
            record = self._read(number)
            self._last_record = (number, record)
        return record

    def put(self, record: Record) -> int:
        """Keep a record, new or in place of the one before. Returns its number."""
        number = self.allot(self._name_of(record))
        chunk, at = self._rows.place(number)
        self._count += chunk[at + KEY_SIZE] == _NAMED
        try:
            self._body.pack_into(chunk, at + _HEAD_SIZE, *self._packed(record))
        except UNFIT:
            chunk[at + KEY_SIZE] = _BESIDE
            self._beside[number] = record
        else:
            chunk[at + KEY_SIZE] = _PACKED
            if self._beside:
                self._beside.pop(number, None)
        self._last_record = (number, record)
        return number

    def clear(self, name: str) -> None:
        """Let go of a name's record, if it has one; its number stays."""
        number = self.number(name)
        if number >= 0 and self.holds(number):
            chunk, at = self._rows.place(number)
            chunk[at + KEY_SIZE] = _NAMED
            self._count -= 1
            self._beside.pop(number, None)
            self._last_record = (-1, None)

    def drop(self, number: int) -> None:
        """Let go of a number, with its name and record."""
        self._index.remove(self._key_in(number))
        self._count -= self.holds(number)
        self._rows.give(number)
        self._strange.pop(number, None)
        self._beside.pop(number, None)
        self._last_number, self._last_record = (None, -1), (-1, None)

    def numbers(self) -> Iterator[int]:
        """The numbers that have names, in no order that means anything."""
        return (number for number in range(self._rows.end) if any(self._key_in(number)))

    def room(self, number: int) -> Place:
        """Where the room behind a record is: zeros until somebody writes there."""
        chunk, at = self._rows.place(number)
        return chunk, at + self._room_at

    def body(self, number: int) -> Place:
        """Where the body of a record is."""
        chunk, at = self._rows.place(number)
        return chunk, at + _HEAD_SIZE

    def _read(self, number: int) -> Record:
        if number in self._beside:
            return self._beside[number]
        return self._made(number, self._body.unpack_from(*self.body(number)))

    def _begin(self, name: str) -> int:
        key, number = self._key(name), self._rows.take()
        chunk, at = self._rows.place(number)
        chunk[at : at + KEY_SIZE] = key
        if key.endswith(_STRANGE):
            self._strange[number] = name
        self._index.add(key, number)
        self._last_number = (name, number)
        return number

    def _key_in(self, number: int) -> bytes:
        chunk, at = self._rows.place(number)
        return bytes(chunk[at : at + KEY_SIZE])

    def _key(self, name: str) -> bytes:
        """The key of any name; one that is not of the usual kind is hashed."""
        try:
            key = self._key_of(name)
        except UNFIT:
            return xxhash.xxh3_128_digest(name.encode()) + _STRANGE
        return key
