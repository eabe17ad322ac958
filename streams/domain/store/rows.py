"""Memory by the row: records of one size, numbered."""

from array import array

CHUNK = 4096  # rows; growing copies nothing

Place = tuple[bytearray, int]
"""A chunk, and where in it a row begins."""


class Rows:
    """Rows of one size. The number of a row that was given back is used again, and begins as zeros."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._chunks: list[bytearray] = []
        self._free = array("I")
        self.end = 0

    def take(self) -> int:
        """The number of a new row."""
        if self._free:
            return self._free.pop()
        if self.end == len(self._chunks) * CHUNK:
            self._chunks.append(bytearray(CHUNK * self._size))
        self.end += 1
        return self.end - 1

    def give(self, number: int) -> None:
        """Give a row back."""
        chunk, at = self.place(number)
        chunk[at : at + self._size] = bytes(self._size)
        self._free.append(number)

    def place(self, number: int) -> Place:
        """Where a row stands: for `Struct.unpack_from` and `pack_into`."""
        chunk, row = divmod(number, CHUNK)
        return self._chunks[chunk], row * self._size
