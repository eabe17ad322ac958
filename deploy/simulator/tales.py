"""What a person writes about a matter at a place: the same thing, said differently each time."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import permutations
from math import log
from random import Random
from typing import NamedTuple

from deploy.simulator.words import Matter, Words

# Complaints are short with a long tail: a log-normal length, median 200 characters, one in a hundred over 2,300.
_MEDIAN, _SPREAD = log(200), 1.05
_LONGEST = 6_000
_POOL = 4_000  # sentences
_SAYS_A_NUMBER = 0.2


class Tale(NamedTuple):
    """A title and a body."""

    title: str
    text: str


class _Sayings(NamedTuple):
    """What can be said of one matter, as whole sentences; details come in threes."""

    titles: tuple[str, ...]
    openings: list[str]
    details: list[str]


class Teller:
    """Tells matters in one language. Whatever it tells follows from the draws alone."""

    def __init__(self, words: Words, draw: Random) -> None:
        self._words = words
        self._draw = draw
        self._sayings = {matter.matter: self._said_of(matter) for matter in words.matters}
        self._closings = [self._sentence(end) for end in words.ends]
        self._pool, self._stops = self._fill_pool()

    def tell(self, matter: Matter, place: str, phone: str) -> Tale:
        """One person's telling: an opening that names the place, details, and as much around them as it takes."""
        choose, sayings = self._choose, self._sayings[matter.matter]
        core = choose(sayings.openings).replace("{place}", place) + choose(sayings.details)
        closing = choose(self._closings)
        if self._draw.random() < _SAYS_A_NUMBER:
            closing += self._sentence(self._words.contact.replace("{phone}", phone))
        length = min(_LONGEST, int(self._draw.lognormvariate(_MEDIAN, _SPREAD)))
        around = self._around(length - len(core) - len(closing))
        return Tale(choose(sayings.titles).replace("{place}", place), f"{core}{around}{closing}".rstrip())

    def tell_more(self, tale: Tale, matter: Matter) -> Tale:
        """The same telling with something added."""
        added = self._words.added.replace("{detail}", self._draw.choice(matter.details))
        return Tale(tale.title, f"{tale.text}{self._words.join}{self._sentence(added)}".rstrip())

    def _choose(self, several: Sequence[str]) -> str:
        """As Random.choice, but three times as fast."""
        return several[int(self._draw.random() * len(several))]

    def _around(self, length: int) -> str:
        """Whole sentences of the pool, about so many characters."""
        if length <= 0:
            return ""
        last = bisect_right(self._stops, self._stops[-1] - _LONGEST)
        begin = self._stops[int(self._draw.random() * last)]
        return self._pool[begin : self._stops[bisect_right(self._stops, begin + length)]]

    def _fill_pool(self) -> tuple[str, list[int]]:
        """Sentences that fit any matter, as one text, and where each stops: a slice of it costs next to nothing."""
        said = [self._sentence(self._filled(self._draw.choice(self._words.circumstances))) for _ in range(_POOL)]
        stops, at = [], 0
        for sentence in said:
            at += len(sentence)
            stops.append(at)
        return "".join(said), stops

    def _filled(self, template: str) -> str:
        return template.format_map({slot: self._draw.choice(choices) for slot, choices in self._words.slots.items()})

    def _said_of(self, matter: Matter) -> _Sayings:
        openings = [self._sentence(opening) for opening in matter.openings]
        threes = permutations([self._sentence(detail) for detail in matter.details], 3)
        return _Sayings(matter.titles, openings, ["".join(three) for three in threes])

    def _sentence(self, said: str) -> str:
        return f"{said[0].upper()}{said[1:]}{self._words.stop}"
