"""When something of each record falls due."""

from collections.abc import Callable
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.rows import Rows

_DUE = Struct("<q")
DUE_SIZE = _DUE.size


class Column:
    """A dict from names to milliseconds since 1970, kept in the rows of the names. Zeros stand for nothing."""

    def __init__(self, number: Callable[[str], int], rows: Rows, at: int) -> None:
        """`number` knows the row of a name (-1: none); `at` is where in the row a moment stands."""
        self._number, self._rows, self._at = number, rows, at

    def get(self, name: str) -> int | None:
        """When a name is due; None for never."""
        number = self._number(name)
        if number < 0:
            return None
        found: int = _DUE.unpack_from(self._rows.data, number * self._rows.size + self._at)[0]
        return found - 1 if found else None

    def __setitem__(self, name: str, due: int) -> None:
        self._write(name, due + 1)

    def fill(self, numbers: NDArray[np.int64], due: NDArray[np.int64]) -> None:
        """Set when many are due, of whom none is set."""
        self._rows.column("<q", self._at)[numbers] = due + 1

    def pop(self, name: str, default: None = None) -> int | None:
        """Forget a name; when it was due."""
        due = self.get(name)
        if due is None:
            return default
        self._write(name, 0)
        return due

    def _write(self, name: str, value: int) -> None:
        _DUE.pack_into(self._rows.data, self._number(name) * self._rows.size + self._at, value)
