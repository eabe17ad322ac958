"""What every remembered thing carries."""

from typing import ClassVar

from topics.model import Record


class Stamp(Record, frozen=True, kw_only=True):
    """The inbox offset of the record that caused a change, and the change's index within that record."""

    offset: int
    index: int

    @property
    def order(self) -> tuple[int, int]:
        """Sorts changes as they happened."""
        return self.offset, self.index


class Book(Record, frozen=True, kw_only=True):
    """One remembered thing of a scope; `stamp` as everywhere in memory."""

    TOPIC: ClassVar[str] = "book"

    scope: str
    stamp: Stamp
