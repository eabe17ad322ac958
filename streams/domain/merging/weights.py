"""How rare a term is: the frozen inverse document frequencies, numbers only."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.reading import word_number
from streams.domain.merging.topics import NO_ROW, Topics

VERSION = 2
"""Of the sketches: one of another version cannot be read."""
LEARNT = 1
"""Of the files of numbers beside this module."""
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
    topics: Topics
    logistic: NDArray[np.float64]


class Logistic(NamedTuple):
    """The score: a logistic of what two reports have in common; see `likeness.parts`.

    How alike the matter is, how many places they share, ln(1 + days) between them, how alike the topic is, whether one
    citizen sent both, and how many terms of the bodies, and rare ones among these, they share.
    """

    base: float
    matter: float
    places: float
    time: float
    topic: float
    citizen: float
    terms: float
    rare_terms: float


@lru_cache(maxsize=1 << 15)
def place_bucket(key: str) -> int:
    """The bucket of a place key."""
    return word_number(f"{PLACE}{key}") & (BUCKETS - 1)


def load_weights() -> Weights:
    """Read the weights that ship with the package; the notes beside them (JSON) say what made them."""
    home = files(__package__)
    rarity = np.frombuffer(home.joinpath(f"weights_{LEARNT}.u8").read_bytes(), np.uint8)
    with home.joinpath(f"topics_{LEARNT}.npz").open("rb") as file, np.load(file) as found:
        row_of = np.full(BUCKETS, NO_ROW, np.int16)
        row_of[found["buckets"]] = np.arange(len(found["buckets"]))
        topics = row_of, found["rows"], found["scales"]
    return Weights(VERSION, rarity, topics, np.array(load_logistic(), np.float64))


def load_logistic() -> Logistic:
    """The weights of the score: a fit to labelled pairs of one city's complaints, by `python -m tests.quality.fit`."""
    note = json.loads(files(__package__).joinpath(f"logistic_{LEARNT}.json").read_text(encoding="utf-8"))
    return Logistic(**note["weights"])
