"""How rare a term is: the frozen inverse document frequencies, numbers only."""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.reading import word_number

VERSION = 1
BUCKETS = 1 << 20
PLACE = "place "
"""Tells the bucket of a place from that of a word."""
COMMON = 73
"""Rarity of a term that a tenth of all texts has (255 x ln 10 / ln 3144): what is below says nothing."""


class Weights(NamedTuple):
    """`rarity[bucket]` runs from 0 (every text has the term) to 255 (no text had it).

    Of n texts with the term in df: 255 ln((n+1)/(df+1)) / ln(n+1).
    """

    version: int
    rarity: NDArray[np.uint8]


class Logistic(NamedTuple):
    """The score: a logistic of the likeness of the matter, of shared places (at most `places`) and of ln(1 + days).

    Below `least_matter` two reports share a place and nothing else: they score 0.
    """

    base: float
    matter: float
    place: float
    time: float
    places: int
    least_matter: float


LOGISTIC = Logistic(base=-4.0, matter=18.0, place=2.2, time=-0.8, places=2, least_matter=0.03)
"""A fit to labelled pairs of one city's complaints, then moved by hand in the replay of that city's stream."""


@lru_cache(maxsize=1 << 15)
def place_bucket(key: str) -> int:
    """The bucket of a place key."""
    return word_number(f"{PLACE}{key}") & (BUCKETS - 1)


def load_weights() -> Weights:
    """Read the weights that ship with the package; `weights_1.json` beside them says what made them."""
    content = files(__package__).joinpath(f"weights_{VERSION}.u8").read_bytes()
    return Weights(VERSION, np.frombuffer(content, dtype=np.uint8))
