"""When something of each record falls due."""

from struct import Struct

from streams.domain.store.rows import Place
from streams.domain.store.store import Store

_MOMENT = Struct("<q")
MOMENT_SIZE = _MOMENT.size


class Column:
    """A dict from the names of a store to milliseconds since 1970, in the room behind their records."""

    def __init__(self, store: Store[object], at: int) -> None:
        """`at` is where in the room it stands; zeros there mean that nothing falls due."""
        self._store, self._at = store, at
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def get(self, name: str) -> int | None:
        """When something of this name falls due; None for never."""
        number = self._store.number(name)
        found: int = _MOMENT.unpack_from(*self._place(number))[0] if number >= 0 else 0
        return found - 1 if found else None

    def __setitem__(self, name: str, due: int) -> None:
        self._count += self.get(name) is None
        _MOMENT.pack_into(*self._place(self._store.number(name)), due + 1)

    def pop(self, name: str, default: int | None = None) -> int | None:
        """It no longer falls due. Returns when it would have."""
        due = self.get(name)
        if due is None:
            return default
        self._count -= 1
        _MOMENT.pack_into(*self._place(self._store.number(name)), 0)
        return due

    def _place(self, number: int) -> Place:
        chunk, at = self._store.room(number)
        return chunk, at + self._at
