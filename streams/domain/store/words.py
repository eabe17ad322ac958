"""Words that many records share, each kept once."""

from typing import TypeVar

from topics.action import Details
from topics.reasons import MergeReason

Word = TypeVar("Word", str, tuple[str, ...], tuple[Details, MergeReason | None])
_MOST = 1 << 16


class Words(dict[Word, int]):
    """Numbers below 65,536 for words: `words[word]`. A word keeps its number for good.

    Raises OverflowError for a new word when all numbers are given.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Word] = []

    def __missing__(self, word: Word) -> int:
        number = len(self.said)
        if number == _MOST:
            raise OverflowError("all numbers of words are given: the record stands by itself")
        self.said.append(word)
        self[word] = number
        return number
