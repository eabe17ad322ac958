"""What a text puts into a sketch, for learning how rare that is."""

import re

import numpy as np

from streams.domain.merging.alphabet import kinds
from streams.domain.merging.kernel import Codes
from streams.domain.merging.names import read_names
from streams.domain.merging.reading import read_tokens
from streams.domain.merging.terms import read_terms

_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def terms_of(text: str) -> list[int]:
    """The buckets of all adjacent pairs of tokens (character bigrams in Chinese), then of each longer word alone."""
    tokens = np.empty(len(text), np.uint64)
    tokens = tokens[: read_tokens(codes_of(text), kinds(), tokens)]
    found = np.empty(2 * len(tokens), np.uint32)
    terms: list[int] = found[: read_terms(tokens, found)].tolist()
    return terms


def plain_terms_of(text: str) -> list[int]:
    """The buckets of pairs of Chinese characters that stand side by side: nothing of numbers, letters and districts."""
    return [term for run in _CHINESE.findall(text) for term in terms_of(run)]


def place_keys(text: str) -> set[str]:
    """The tails of the place names in normalised text: two characters and the place word ("芳园小区" of 润芳园小区)."""
    found = np.empty(len(text), np.uint64)
    names = found[: read_names(codes_of(text), kinds(), found)].tolist()
    return {name.to_bytes(8, "big").decode("utf-16-be").rstrip("\0") for name in names}
