"""Words that many records share, each kept once."""

from typing import Generic, TypeVar

Word = TypeVar("Word", str, tuple[str, ...])
_MOST = 1 << 16


class Words(Generic[Word]):
    """Numbers below 65,536 for words. A word keeps its number for good; what comes when all are given has none."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}
        self._words: list[Word] = []

    def __getitem__(self, number: int) -> Word:
        return self._words[number]

    def number(self, word: Word) -> int:
        """The number of a word. Raises OverflowError where none is left."""
        known = self._numbers.get(word)
        if known is not None:
            return known
        if len(self._words) == _MOST:
            raise OverflowError("all numbers of words are given: the record stands by itself")
        self._numbers[word] = len(self._words)
        self._words.append(word)
        return len(self._words) - 1
