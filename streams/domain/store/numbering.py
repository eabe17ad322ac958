"""Numbers for names, and a row for each."""

import struct
from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.index import Index
from streams.domain.store.rows import Rows

_HEAD = struct.Struct("<B16sI")
HEAD_SIZE = _HEAD.size
FREE, NAMED, HELD = range(3)
Numbers = NDArray[np.int64]


class Numbering(ABC):
    """Names, each with the number of its row from when it is allotted until it is dropped.

    A row begins with its state (free, named, or holding a record too) and its name.
    """

    def __init__(self, size: int) -> None:
        """Rows with so many bytes behind the name."""
        self.rows = Rows(_HEAD.size + size)
        self._index = Index(self._read_name)
        self._strange: dict[int, str] = {}
        self._found: dict[str, int] = {}
        self._named: dict[int, str] = {}

    @abstractmethod
    def _parts(self, name: str) -> tuple[bytes, int]:
        """16 bytes and a number below 2^32 for a name. Raises ValueError where it is not of the usual kind."""

    @abstractmethod
    def _spelt(self, packed: bytes, rest: int) -> str:
        """The name that has these parts."""

    def number(self, name: str) -> int:
        """The number of a name; -1 where it has none."""
        number = self._found.get(name)
        if number is None:
            number = self._index.find(name)
            self._note(name, number)
        return number

    def name(self, number: int) -> str:
        """Whose number this is."""
        name = self._named.get(number)
        return self._read_name(number) if name is None else name

    def let_go(self) -> None:
        """Forget what has been looked up: names are asked for again and again within a batch, and not after it."""
        self._found.clear()
        self._named.clear()

    def numbers(self, state: int) -> Numbers:
        """The numbers that are in a state, in no order that means anything."""
        return np.flatnonzero(self.rows.column("u1", 0) == state)

    def allot(self, name: str) -> int:
        """The number of a name, a new one if it has none."""
        number = self.number(name)
        if number < 0:
            number = self.rows.take()
            self._begin(name, number, number * self.rows.size)
            self._index.add(name, number)
            self._note(name, number)
        return number

    def drop(self, number: int) -> None:
        """Let go of a number, and of all that is in its row."""
        name = self.name(number)
        self._index.remove(name, number)
        self._strange.pop(number, None)
        self._found.pop(name, None)
        self._named.pop(number, None)
        self.rows.give(number)

    def _note(self, name: str, number: int) -> None:
        self._found[name] = number
        if number >= 0:
            self._named[number] = name

    def _read_name(self, number: int) -> str:
        if number in self._strange:
            return self._strange[number]
        _, packed, rest = _HEAD.unpack_from(self.rows.data, number * self.rows.size)
        return self._spelt(packed, rest)

    def _begin(self, name: str, number: int, start: int) -> None:
        try:
            _HEAD.pack_into(self.rows.data, start, NAMED, *self._parts(name))
        except (ValueError, struct.error):
            self.rows.data[start] = NAMED
            self._strange[number] = name

    def _state(self, number: int) -> int:
        return self.rows.data[number * self.rows.size]
