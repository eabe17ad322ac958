"""Numbers for names, and a row for each."""

import struct
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.index import Index, Marks, marks_of
from streams.domain.store.rows import Numbers, Rows

_HEAD = struct.Struct("<B16sI")
HEAD_SIZE = _HEAD.size
_KEY, _KEY_AT = np.dtype([("packed", "V16"), ("rest", "<u4")]), 1
FREE, NAMED, HELD = range(3)


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

    def allot_all(self, names: Sequence[str]) -> Numbers:
        """The numbers of names, new ones for those that have none: `allot` for many at once."""
        self.let_go()
        heads = None if self._strange else self._heads(names)
        if heads is None:
            return np.array(list(map(self.allot, names)), np.int64)
        marks = marks_of(names)
        numbers = self._index.find_all(marks, lambda which, found: self._named_so(found, heads[which]))
        unknown = np.flatnonzero(numbers < 0).tolist()
        if unknown:
            first = {names[place]: place for place in reversed(unknown)}
            places = np.array(list(first.values()))
            given = dict(zip(first, self._begin_all(heads[places], marks[places]).tolist(), strict=True))
            numbers[unknown] = [given[names[place]] for place in unknown]
        return numbers

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

    def _heads(self, names: Sequence[str]) -> NDArray[Any] | None:
        """The parts of names; None where one is not of the usual kind."""
        try:
            return np.array([self._parts(name) for name in names], _KEY)
        except (ValueError, OverflowError):
            return None

    def _named_so(self, numbers: Numbers, heads: NDArray[Any]) -> NDArray[np.bool_]:
        same: NDArray[np.bool_] = self.rows.column(_KEY, _KEY_AT)[numbers] == heads
        return same

    def _begin_all(self, heads: NDArray[Any], marks: Marks) -> Numbers:
        numbers = np.array([self.rows.take() for _ in heads])
        self.rows.column("u1", 0)[numbers] = NAMED
        self.rows.column(_KEY, _KEY_AT)[numbers] = heads
        self._index.add_all(marks, numbers)
        return numbers

    def _state(self, number: int) -> int:
        return self.rows.data[number * self.rows.size]
