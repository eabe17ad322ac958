"""What people write in the load: invented problems at invented places, told each time in other words."""

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeVar

import yaml

from deploy.simulator.words import Words, load_words
from streams.domain.merging.learning import place_keys

SHARES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)
LENGTHS = (9, 31, 53, 70, 101, 129, 162, 203, 263, 339, 466, 776, 1149, 2329, 4147, 6999)
"""Characters of a body: those of 4,326 real complaints, of each of the SHARES of them the longest."""
_T = TypeVar("_T")
_POOL = 20_000  # sentences that fit any problem
_PLACES = 60_000
_HAN = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
"""The 3,666 commonest characters, as the standard GB 2312 has them in its first 39 rows of them."""
_STEPS = 1_000  # lengths are drawn from a table this fine
_TRAITS = (5, 2)  # what a problem has of its own, and how much of that one person tells
_CLOCK, _NUMBERS = 24, 400


class Place(NamedTuple):
    """An estate, a street, a market: its invented name, and the region that it lies in."""

    name: str
    region: str


class Problem(NamedTuple):
    """Something that is wrong at a place, and the sentences that only those who tell of it say."""

    category: str
    unit: str
    place: Place
    thing: str
    fault: str
    traits: Sequence[str]


class Told(NamedTuple):
    """One person's title and body."""

    title: str
    body: str


class Telling:
    """Makes problems and tells them. All of it follows from `draw` alone."""

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        words = load_words("zh")
        self._said: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("said.yaml").read_text(encoding="utf-8"))
        self._pool = "".join(_sentence(words, draw) for _ in range(_POOL))
        self._lengths = _length_table()
        self._places = self._all_places()

    def problem(self, number: int) -> Problem:
        """The problem of that number: every place has its turn, and each time another matter."""
        round_, turn = divmod(number, len(self._places))
        matters = self._said["matters"]
        matter = matters[(turn * 7 + round_) % len(matters)]
        thing, fault = self._one(matter["things"]), self._one(matter["faults"])
        traits = [self._trait() for _ in range(_TRAITS[0])]
        return Problem(matter["category"], matter["unit"], self._places[turn], thing, fault, traits)

    def tell(self, problem: Problem) -> Told:
        """An opening that names the place, some of the problem's traits, and as much around them as it takes."""
        one = {"place": problem.place.name, "thing": problem.thing, "fault": problem.fault}
        opening = self._one(self._said["openings"]).format(**one, since=self._one(self._said["since"]))
        traits = [self._one(problem.traits) for _ in range(_TRAITS[1])]
        return Told(self._one(self._said["titles"]).format(**one), self._long("。".join((opening, *traits, ""))))

    def around(self, length: int) -> str:
        """So many characters that fit anything."""
        begin = int(self._draw.random() * (len(self._pool) - length))
        return self._pool[begin : begin + length]

    def _long(self, beginning: str) -> str:
        length = self._one(self._lengths)
        lacking = length - len(beginning)
        return beginning + self.around(lacking) if lacking > 0 else beginning[:length]

    def _all_places(self) -> list[Place]:
        """Names of two characters out of thousands: few are alike, each reads as the name of a place."""
        kinds, regions = self._said["kinds"], self._said["regions"]
        names = [self._one(_HAN) + self._one(_HAN) + self._one(kinds) for _ in range(_PLACES)]
        return [Place(name, self._one(regions)) for name in names if place_keys(f"{name}居民") == {name}]

    def _trait(self) -> str:
        said, draw = self._said, self._draw.random
        slots = {"side": self._one(said["side"]), "family": self._one(said["family"])}
        return str(self._one(said["traits"])).format(**slots, number=int(draw() * _NUMBERS), hour=int(draw() * _CLOCK))

    def _one(self, several: Sequence[_T]) -> _T:
        return several[int(self._draw.random() * len(several))]


def _sentence(words: Words, draw: Random) -> str:
    slots = {slot: draw.choice(choices) for slot, choices in words.slots.items()}
    return draw.choice(words.circumstances).format_map(slots) + words.stop


def _length_table() -> list[int]:
    """Equally likely lengths, with the quantiles that are given."""
    parts = list(zip(pairwise(SHARES), pairwise(LENGTHS), strict=True))
    drawn = []
    for step in range(_STEPS):
        share = (step + 0.5) / _STEPS
        (low, high), (short, long) = parts[bisect(SHARES, share) - 1]
        drawn.append(round(short * (long / short) ** ((share - low) / (high - low))))
    return drawn
