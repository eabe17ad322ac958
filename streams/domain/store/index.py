"""Numbers by key, in eight bytes and some room: an open table with linear probing.

An entry is 32 bits of the key's hash, then the number plus one; 0 is an empty place. The hash alone says where an
entry wants to stand, so the table grows without looking at a key. How it is laid out decides nothing.
"""

from array import array
from collections.abc import Callable

import numpy as np

_FIRST = 64
_FULL = 0.75
_GROWTH = 1.5
_TAIL = 64  # places behind the last home, where what finds no room there may stand
_LOW = 0xFFFF_FFFF


class Index:
    """Which number a key has. `key_of(number)` is asked where a hash alone does not decide."""

    def __init__(self, key_of: Callable[[int], bytes]) -> None:
        self._key_of = key_of
        self._homes = _FIRST
        self._table = array("Q", bytes(8 * (_FIRST + _TAIL)))
        self._count = 0

    def find(self, key: bytes) -> int:
        """The number of a key; -1 where it has none."""
        at = self._place(key, hash(key) & _LOW)
        return -1 if at < 0 else (self._table[at] & _LOW) - 1

    def add(self, key: bytes, number: int) -> None:
        """Give a number to a key that has none."""
        if self._count >= self._homes * _FULL:
            self._grow()
        mark = hash(key) & _LOW
        while not self._stand(mark << 32 | number + 1, mark * self._homes >> 32):
            self._grow()
        self._count += 1

    def remove(self, key: bytes) -> None:
        """Take the number from a key that has one. What stands behind moves up."""
        table, hole = self._table, self._place(key, hash(key) & _LOW)
        at = hole + 1
        while entry := table[at]:
            if (entry >> 32) * self._homes >> 32 <= hole:
                table[hole], hole = entry, at
            at += 1
        table[hole] = 0
        self._count -= 1

    def _place(self, key: bytes, mark: int) -> int:
        table, at = self._table, mark * self._homes >> 32
        while entry := table[at]:
            if entry >> 32 == mark and self._key_of((entry & _LOW) - 1) == key:
                return at
            at += 1
        return -1

    def _stand(self, entry: int, at: int) -> bool:
        """Put an entry into the first empty place from its home on; the last place of all stays empty."""
        table = self._table
        while table[at]:
            at += 1
        if at == len(table) - 1:
            return False
        table[at] = entry
        return True

    def _grow(self) -> None:
        """Everybody to a larger table, in the order of their homes, each as near to its own as it gets."""
        self._homes = int(self._homes * _GROWTH)
        entries = np.frombuffer(self._table, np.uint64)
        entries = np.sort(entries[entries != 0])
        homes = ((entries >> np.uint64(32)) * np.uint64(self._homes) >> np.uint64(32)).astype(np.int64)
        order = np.arange(len(entries))
        places = np.maximum.accumulate(homes - order) + order
        length = max(self._homes, int(places[-1]) + 1) + _TAIL
        self._table = array("Q", bytes(8 * length))
        np.frombuffer(self._table, np.uint64)[places] = entries
