"""When something of each record falls due."""

from collections.abc import Callable
from struct import Struct

from streams.domain.store.rows import Place

_DUE = Struct("<q")
DUE_SIZE = _DUE.size


class Column:
    """A dict from names to milliseconds since 1970, kept where the names' records are. Zeros stand for nothing."""

    def __init__(self, number: Callable[[str], int], room: Callable[[int], Place], at: int) -> None:
        """`number` knows the number of a name (-1: none), and `room` the place of a number; `at` is where in it."""
        self._number, self._room, self._at = number, room, at
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def get(self, name: str) -> int | None:
        """When a name is due; None for never."""
        number = self._number(name)
        return self._read(number) if number >= 0 else None

    def __setitem__(self, name: str, due: int) -> None:
        number = self._number(name)
        self._count += self._read(number) is None
        self._write(number, due + 1)

    def pop(self, name: str, default: None = None) -> int | None:
        """Forget a name; when it was due."""
        number = self._number(name)
        due = self._read(number) if number >= 0 else None
        if due is None:
            return default
        self._count -= 1
        self._write(number, 0)
        return due

    def _read(self, number: int) -> int | None:
        chunk, at = self._room(number)
        found: int = _DUE.unpack_from(chunk, at + self._at)[0]
        return found - 1 if found else None

    def _write(self, number: int, value: int) -> None:
        chunk, at = self._room(number)
        _DUE.pack_into(chunk, at + self._at, value)
