"""The kernels do what a few plain lines of Python say."""

from collections import defaultdict
from math import exp, log1p, sqrt
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.kernel import Records
from streams.domain.merging.likeness import MILLION, likeness, probabilities
from streams.domain.merging.packed import MEMBER, pack
from streams.domain.merging.postings import NEWEST, link, nearest, unlink
from streams.domain.merging.weights import BUCKETS, LOGISTIC
from topics.memory import Sketch

PLACES = {"a": (1, 2), "b": (2, 3), "c": (17,), "d": ()}
WINDOW = 20.0

sketches = st.builds(
    lambda terms, places: Sketch(
        version=1,
        at=0,
        terms=tuple(term for term, _ in terms),
        weights=tuple(sorted((weight for _, weight in terms), reverse=True)),
        places=tuple(sorted(places)),
        named=(),
        district="",
        citizen="",
    ),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 255)), max_size=20, unique_by=lambda pair: pair[0]),
    st.sets(st.sampled_from(sorted(PLACES))),
)
days = st.integers(0, 60)


def packed(members: list[tuple[Sketch, int]]) -> Records:
    """One record a member; they joined in this order."""
    records = np.zeros(len(members), MEMBER)
    for offset, (sketch, day) in enumerate(members):
        pack(records[offset], sketch, day)
        records["joined"][offset] = offset
    return records


def cosine(one: Sketch, other: Sketch, without: set[int]) -> float:
    mine, yours = ({t: w for t, w in zip(s.terms, s.weights, strict=True) if t not in without} for s in (one, other))
    dot = sum(mine[term] * yours[term] for term in mine.keys() & yours.keys())
    lengths = [sum(w * w for w in side.values()) for side in (mine, yours)]
    return dot / sqrt(lengths[0] * lengths[1]) if dot else 0.0


def probability(one: Sketch, other: Sketch, apart: float) -> float:
    shared = set(one.places) & set(other.places)
    matter = cosine(one, other, {term for place in shared for term in PLACES[place]})
    odds = LOGISTIC.base + LOGISTIC.matter * matter + LOGISTIC.place * min(LOGISTIC.places, len(shared))
    odds += LOGISTIC.time * log1p(apart)
    return round(1 / (1 + exp(-odds)), 6) if matter >= LOGISTIC.least_matter else 0.0


@settings(deadline=None)
@given(one=st.tuples(sketches, days), others=st.lists(st.tuples(sketches, days), min_size=1, max_size=6))
def test_the_score_is_the_formula(one: tuple[Sketch, int], others: list[tuple[Sketch, int]]) -> None:
    asked, slots = packed([one]), np.arange(len(others), dtype=np.int32)
    terms = [PLACES[place] for place in one[0].places]
    starts = np.cumsum([0, *map(len, terms)], dtype=np.int32)
    flat = np.array([term for some in terms for term in some], np.uint32)
    scores = np.empty(len(others), np.int32)
    probabilities(asked, packed(others), slots, flat, starts, tuple(LOGISTIC), scores)
    expected = {n: probability(one[0], s, abs(one[1] - day)) for n, (s, day) in enumerate(others)}
    assert slots.tolist() == sorted(expected, key=lambda n: (expected[n], n), reverse=True)
    assert [score / MILLION for score in scores] == [expected[n] for n in slots.tolist()]


@settings(deadline=None)
@given(one=sketches, other=sketches, hidden=st.sets(st.integers(0, 20)))
def test_likeness_is_the_cosine_without_what_is_hidden(one: Sketch, other: Sketch, hidden: set[int]) -> None:
    without = np.array(sorted(hidden), np.uint32)
    assert likeness(packed([(one, 0)]), packed([(other, 0)]), 0, without) == cosine(one, other, hidden)


def best_of(live: dict[int, tuple[Sketch, int]], asked: Sketch, day: int) -> list[int]:
    """The members in live, by their order of joining, as the kernel should rank them."""
    shared: dict[int, int] = defaultdict(int)
    for term, weight in list(zip(asked.terms, asked.weights, strict=True))[:16]:
        having = [n for n in sorted(live, reverse=True) if term in live[n][0].terms[:16]]
        for n in having[:NEWEST]:
            if abs(live[n][1] - day) <= WINDOW:
                shared[n] += weight
    return sorted(shared, key=lambda n: (shared[n], n), reverse=True)


@settings(deadline=None, max_examples=12)
@given(draw=st.randoms(use_true_random=False), asked=st.tuples(sketches, days), wanted=st.integers(1, 40))
def test_the_nearest_are_those_that_share_most(draw: Random, asked: tuple[Sketch, int], wanted: int) -> None:
    members = [(heavy(draw), draw.randrange(60)) for _ in range(2 * NEWEST)]
    leaving = set(draw.sample(range(len(members)), draw.randrange(NEWEST)))
    records, newest = packed(members), np.zeros(BUCKETS, np.int32)
    for slot in draw.sample(range(len(members)), len(members)):
        link(records, newest, slot)
    for slot in leaving:
        unlink(records, newest, slot)
    best = np.empty(wanted, np.int32)
    found = nearest(records, newest, packed([asked]), WINDOW, best)
    live = {n: one for n, one in enumerate(members) if n not in leaving}
    assert best[:found].tolist() == best_of(live, *asked)[:wanted]
    assert not records["tally"].any()


def heavy(draw: Random) -> Sketch:
    terms = draw.sample(range(21), draw.randrange(21))
    weights = tuple(range(255, 255 - len(terms), -1))
    return Sketch(version=1, at=0, terms=tuple(terms), weights=weights, places=(), named=(), district="", citizen="")
