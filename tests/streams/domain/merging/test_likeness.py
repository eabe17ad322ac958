"""The score is what a few plain lines of Python say."""

from itertools import pairwise
from math import exp, log1p, sqrt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.kernel import Words
from streams.domain.merging.likeness import HIDDEN, MILLION, probability, weigh
from streams.domain.merging.weights import LOGISTIC
from tests.streams.domain.merging.unpacked import Plain, packed

FIRST, SECOND = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
DAY = 86_400_000
NAMES = ("芳园小区", "湖路村", "阳光花园", "光花园")
ELM = (1 << 63 | 5, ord("x"), 1 << 63 | 7)


def terms_of(place: str | tuple[int, ...]) -> set[int]:
    """The terms that a place puts into a text."""
    tokens = list(map(ord, place)) if isinstance(place, str) else list(place)
    pairs = {a * FIRST + b * SECOND for a, b in pairwise(tokens)}
    return {term % 2**64 >> 44 for term in pairs | {token * SECOND for token in tokens if token > 0x10FFFF}}


OF_PLACES = sorted({term for place in (*NAMES, ELM) for term in terms_of(place)})
sketches = st.builds(
    lambda day, terms, names, address: Plain(at=day * DAY, terms=tuple(terms), names=tuple(names), address=address),
    st.integers(0, 60),
    st.lists(
        st.tuples(st.sampled_from(OF_PLACES) | st.integers(0, 20), st.integers(1, 255)),
        max_size=48,
        unique_by=lambda pair: pair[0],
    ),
    st.lists(st.sampled_from(NAMES), unique=True),
    st.sampled_from(((), ELM, ELM[:2])),
)


def words(plain: Plain) -> Words:
    return np.frombuffer(packed(plain).packed, np.uint32)


def cosine(one: Plain, other: Plain, without: set[int]) -> float:
    mine, yours = ({t: w for t, w in side.terms if t not in without} for side in (one, other))
    dot = sum(mine[term] * yours[term] for term in mine.keys() & yours.keys())
    lengths = [sum(w * w for w in side.values()) for side in (mine, yours)]
    return dot / sqrt(lengths[0] * lengths[1]) if dot else 0.0


def expected(one: Plain, other: Plain) -> float:
    shared = one.places & other.places
    matter = cosine(one, other, {term for place in shared for term in terms_of(place)})
    odds = LOGISTIC.base + LOGISTIC.matter * matter + LOGISTIC.place * min(LOGISTIC.places, len(shared))
    odds += LOGISTIC.time * log1p(abs(one.at - other.at) / DAY)
    return round(1 / (1 + exp(-odds)), 6) if matter >= LOGISTIC.least_matter else 0.0


@settings(deadline=None, max_examples=300)
@given(one=sketches, other=sketches, before=st.integers(0, 3))
def test_the_score_is_the_formula(one: Plain, other: Plain, before: int) -> None:
    asked, pool = words(one), np.concatenate((np.zeros(before, np.uint32), words(other)))
    score = probability(asked, weigh(asked), pool, before, np.empty(HIDDEN, np.uint32))
    assert score / MILLION == expected(one, other)
