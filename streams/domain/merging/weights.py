"""How rare a term is: the frozen inverse document frequencies, numbers only."""

from importlib.resources import files
from typing import NamedTuple

import xxhash

VERSION = 1
BUCKETS = 1 << 20
COMMON = 73
"""Rarity of a term that a tenth of all texts has (255 x ln 10 / ln 3144): what is below says nothing."""


class Weights(NamedTuple):
    """`rarity[bucket]` runs from 0 (every text has the term) to 255 (no text had it): 255 ln((n+1)/(df+1)) / ln(n+1)."""

    version: int
    rarity: bytes

    def of(self, term: str) -> int:
        """The rarity of one term."""
        return self.rarity[bucket(term)]


def bucket(term: str) -> int:
    """The bucket of a term: the low 20 bits of its xxh3."""
    return int(xxhash.xxh3_64_intdigest(term.encode())) & (BUCKETS - 1)


def load_weights() -> Weights:
    """Read the weights that ship with the package; `weights_1.json` beside them says what made them."""
    return Weights(VERSION, files(__package__).joinpath(f"weights_{VERSION}.u8").read_bytes())
