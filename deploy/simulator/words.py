"""The words of one language: matters, places, and what people say around them."""

from importlib.resources import files
from random import Random
from typing import Annotated, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

_METRES_PER_DEGREE = 111_000
_BETWEEN_PLACES = 220  # metres
_ROW = 120  # places from west to east
_KIND_STEP = 3
_SOUTH, _WEST = 23.05, 113.1

Several = Annotated[tuple[str, ...], Field(min_length=2)]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Matter(_Words):
    """What can be wrong, in several ways of saying it; `unit` is who would deal with it."""

    matter: str
    category: str
    unit: str
    titles: Several
    openings: Several
    details: Annotated[tuple[str, ...], Field(min_length=3)]


class Names(_Words):
    """The parts that names of places are made of."""

    first: Several | str
    second: Several | str
    kinds: Several


class Words(_Words):
    """All the templates of one language. `circumstances` hold slots in braces; `stop` ends a sentence."""

    language: str
    join: str
    regions: Several
    names: Names
    matters: Annotated[tuple[Matter, ...], Field(min_length=2)]
    circumstances: Several
    slots: dict[str, Several]
    ends: Several
    contact: str
    added: str
    stop: str


class Place(NamedTuple):
    """A place of the district: degrees in WGS 84, neighbours some 220 m apart."""

    name: str
    region: str
    latitude: float
    longitude: float


def load_words(language: str) -> Words:
    """The words of `zh` or `en`. Raises FileNotFoundError."""
    text = files(__package__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    return Words.model_validate(yaml.safe_load(text))


def places_of(words: Words, draw: Random) -> list[Place]:
    """Every place that the names make, each in one region.

    Neighbours in the list share no part of a name; those that share one are of another kind, as far as that goes.
    """
    first, second = (draw.sample(names, len(names)) for names in (words.names.first, words.names.second))
    kinds = words.names.kinds
    stems = [(one, second[(turn + n) % len(second)]) for turn in range(len(second)) for n, one in enumerate(first)]
    steps = [n + _KIND_STEP * (n // len(first)) for n in range(len(stems))]
    parts = [
        (*stems[n], kinds[(step + turn) % len(kinds)]) for turn in range(len(kinds)) for n, step in enumerate(steps)
    ]
    return [_place(number, words, *three) for number, three in enumerate(parts)]


def _place(number: int, words: Words, first: str, second: str, kind: str) -> Place:
    name = f"{second} {first} {kind}" if words.join else f"{first}{second}{kind}"
    row, column = divmod(number, _ROW)
    step = _BETWEEN_PLACES / _METRES_PER_DEGREE
    region = words.regions[number % len(words.regions)]
    return Place(name, region, round(_SOUTH + row * step, 6), round(_WEST + column * step, 6))
