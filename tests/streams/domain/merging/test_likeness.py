"""The score is what a few plain lines of Python say."""

from itertools import pairwise
from math import exp, log1p, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.likeness import HIDDEN, MILLION, probability, weigh
from streams.domain.merging.weights import Logistic
from tests.streams.domain.merging.unpacked import Plain, block, met, packed

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
TOPICS = tuple(tuple((one * step) % 255 - 127 for one in range(64)) for step in (3, 7, 11))
sketches = st.builds(
    lambda day, terms, names, address, citizen, body, topic: Plain(
        at=day * DAY,
        terms=tuple(terms),
        names=tuple(names),
        address=address,
        citizen=citizen,
        body=tuple(sorted(body)),
        topic=topic,
    ),
    st.integers(0, 60),
    st.lists(
        st.tuples(st.sampled_from(OF_PLACES) | st.integers(0, 20), st.integers(1, 255)),
        max_size=48,
        unique_by=lambda pair: pair[0],
    ),
    st.lists(st.sampled_from(NAMES), unique=True),
    st.sampled_from(((), ELM, ELM[:2])),
    st.sampled_from((0, 7, 1 << 63)),
    st.lists(st.integers(0, 60), max_size=48, unique=True),
    st.sampled_from((TOPICS[0], TOPICS[1], TOPICS[2], ())),
)
numbers = st.integers(-40, 40).map(lambda tenths: tenths / 10)
logistics = st.builds(Logistic, *[numbers] * len(Logistic._fields))


def cosine(one: Plain, other: Plain, without: set[int]) -> float:
    mine, yours = ({t: w for t, w in side.terms if t not in without} for side in (one, other))
    dot = sum(mine[term] * yours[term] for term in mine.keys() & yours.keys())
    lengths = [sum(w * w for w in side.values()) for side in (mine, yours)]
    return dot / sqrt(lengths[0] * lengths[1]) if dot else 0.0


def direction(one: Plain, other: Plain) -> float:
    if not one.topic or not other.topic:
        return 0.0
    dot = sum(a * b for a, b in zip(one.topic, other.topic, strict=True))
    return dot / sqrt(sum(a * a for a in one.topic) * sum(b * b for b in other.topic))


def expected(one: Plain, other: Plain, weight: Logistic) -> float:
    shared, body = one.places & other.places, set(one.body) & set(other.body)
    odds = weight.base + weight.places * min(2, len(shared))
    odds += weight.matter * cosine(one, other, {term for place in shared for term in terms_of(place)})
    odds += weight.time * log1p(abs(one.at - other.at) / DAY) + weight.topic * direction(one, other)
    odds += weight.citizen * (one.citizen == other.citizen != 0)
    odds += weight.terms * len(body) + weight.rare_terms * sum(code % 2 for code in body)
    return 1 / (1 + exp(-odds))


@settings(deadline=None, max_examples=300)
@given(one=sketches, other=sketches, before=st.integers(0, 3), weight=logistics)
def test_the_score_is_the_formula(one: Plain, other: Plain, before: int, weight: Logistic) -> None:
    (asked, _), (_, known) = met(packed(one)), met(packed(other))
    pool, paper = np.concatenate((np.zeros(before, np.uint32), known)), np.empty(HIDDEN, np.uint32)
    score = probability(asked, weigh(asked), pool, block(before), paper, np.array(weight, np.float64))
    assert score / MILLION == pytest.approx(expected(one, other, weight), abs=1e-6)
