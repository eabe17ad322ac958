"""Memory by the row: records of one size, numbered."""

from array import array
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_AT_A_TIME = 4096
Numbers = NDArray[np.int64]


class Rows:
    """Rows of one size, all in `data`. The number of a row that was given back is used again, and begins as zeros.

    `data` moves when it grows: hold on to no part of it.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.end = 0
        self._free = array("I")

    def take(self) -> int:
        """The number of a new row, which begins at `number * size`."""
        if self._free:
            return self._free.pop()
        if self.end * self.size == len(self.data):
            self.data.extend(bytes(_AT_A_TIME * self.size))
        self.end += 1
        return self.end - 1

    def column(self, kind: DTypeLike, at: int) -> NDArray[Any]:
        """What stands `at` this place in each row, of a numpy type. It is the memory itself: see above."""
        rows = np.frombuffer(self.data, np.uint8).reshape(-1, self.size)
        return rows[: self.end, at : at + np.dtype(kind).itemsize].view(kind)[:, 0]

    def give(self, number: int) -> None:
        """Give a row back."""
        self.data[number * self.size : (number + 1) * self.size] = bytes(self.size)
        self._free.append(number)
