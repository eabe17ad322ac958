"""Numbers by name, in eight bytes and some room: an open table with linear probing.

An entry is 32 bits of the name's hash, then the number plus one; 0 is an empty place. The hash alone says where an
entry wants to stand, so the table grows without looking at a name. How it is laid out decides nothing.
"""

from array import array
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.rows import Numbers

_FIRST = 64
_FULL = 0.75
_GROWTH = 1.5
_TAIL = 64  # places behind the last home, for those that find no room there
_LOW = 0xFFFF_FFFF
_HALF = np.uint64(32)
Marks = NDArray[np.uint64]
Alike = Callable[[Numbers, Numbers], NDArray[np.bool_]]


def marks_of(names: Sequence[str]) -> Marks:
    """What of the hashes of names the index goes by."""
    return np.fromiter(map(hash, names), np.int64).view(np.uint64) & np.uint64(_LOW)


class Index:
    """Which number a name has. `name_of(number)` is asked where the hash alone does not decide."""

    def __init__(self, name_of: Callable[[int], str]) -> None:
        self._name_of = name_of
        self._homes = _FIRST
        self._table = array("Q", bytes(8 * (_FIRST + _TAIL)))
        self._count = 0

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self._table) * self._table.itemsize

    def find(self, name: str) -> int:
        """The number of a name; -1 where it has none."""
        table, mark = self._table, hash(name) & _LOW
        at = mark * self._homes >> 32
        while entry := table[at]:
            if entry >> 32 == mark and self._name_of((entry & _LOW) - 1) == name:
                return (entry & _LOW) - 1
            at += 1
        return -1

    def add(self, name: str, number: int) -> None:
        """Give a number to a name that has none."""
        if self._count >= self._homes * _FULL:
            self._grow()
        mark = hash(name) & _LOW
        while not self._stand(mark << 32 | number + 1, mark * self._homes >> 32):
            self._grow()
        self._count += 1

    def find_all(self, marks: Marks, alike: Alike) -> Numbers:
        """The numbers of names by their marks, -1 where one has none.

        `alike(which, numbers)` tells where the name that is the which-th here is the one that has the number.
        """
        table, at = np.frombuffer(self._table, np.uint64), self._homes_of(marks)
        found, looking = np.full(len(marks), -1), np.arange(len(marks))
        while len(looking):
            entries = table[at[looking]]
            here = np.flatnonzero((entries != 0) & (entries >> _HALF == marks[looking]))
            which, numbers = looking[here], (entries[here] & np.uint64(_LOW)).astype(np.int64) - 1
            same = alike(which, numbers)
            found[which[same]] = numbers[same]
            done = entries == 0
            done[here[same]] = True
            looking = looking[~done]
            at[looking] += 1
        return found

    def add_all(self, marks: Marks, numbers: Numbers) -> None:
        """Give numbers to names that have none, by their marks."""
        self._count += len(marks)
        while self._count > self._homes * _FULL:
            self._grow()
        entries = marks << _HALF | (numbers + 1).astype(np.uint64)
        while len(entries):
            entries = self._stand_all(entries)
            if len(entries):
                self._grow()

    def remove(self, name: str, number: int) -> None:
        """Take its number from a name. Those that stand behind move up."""
        table, mark = self._table, hash(name) & _LOW
        at = table.index(mark << 32 | number + 1, mark * self._homes >> 32)
        hole = at
        while entry := table[at := at + 1]:
            if (entry >> 32) * self._homes >> 32 <= hole:
                table[hole], hole = entry, at
        table[hole] = 0
        self._count -= 1

    def _stand(self, entry: int, at: int) -> bool:
        """Put an entry into the first empty place from its home on; the last place of all stays empty."""
        table = self._table
        while table[at]:
            at += 1
        if at == len(table) - 1:
            return False
        table[at] = entry
        return True

    def _stand_all(self, entries: Marks) -> Marks:
        """Put entries into the first empty places from their homes on; returns those that would take the last."""
        table, at = np.frombuffer(self._table, np.uint64), self._homes_of(entries >> _HALF)
        left: list[Marks] = []
        while len(entries):
            empty = np.flatnonzero(table[at] == 0)
            empty = empty[np.unique(at[empty], return_index=True)[1]]
            empty = empty[at[empty] < len(table) - 1]
            table[at[empty]] = entries[empty]
            waiting = np.ones(len(entries), np.bool_)
            waiting[empty] = False
            entries, at = entries[waiting], at[waiting] + 1
            behind = at >= len(table)
            left.append(entries[behind])
            entries, at = entries[~behind], at[~behind]
        return np.concatenate([np.empty(0, np.uint64), *left])

    def _homes_of(self, marks: Marks) -> Numbers:
        return (marks * np.uint64(self._homes) >> _HALF).astype(np.int64)

    def _grow(self) -> None:
        """Everybody to a larger table, in the order of their homes, each as near to its own as it gets."""
        self._homes = int(self._homes * _GROWTH)
        entries = np.frombuffer(self._table, np.uint64)
        entries = np.sort(entries[entries != 0])
        homes = self._homes_of(entries >> _HALF)
        order = np.arange(len(entries))
        places = np.maximum.accumulate(homes - order) + order
        length = max(self._homes, int(places.max(initial=-1)) + 1) + _TAIL
        self._table = array("Q", bytes(8 * length))
        np.frombuffer(self._table, np.uint64)[places] = entries
