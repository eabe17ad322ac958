"""The nearest members are those that share most, of those that may be joined."""

from collections import defaultdict
from random import Random
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.candidates import NEWEST, nearest
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights
from tests.streams.domain.merging.unpacked import Plain, met, packed

WINDOW, CAP, RECEIVED = 20.0, 40.0, 50


class Known(NamedTuple):
    """A member, alone in its case."""

    sketch: Plain
    first_at: int
    closes_at: int | None


def drawn(draw: Random) -> Known:
    terms = tuple((term, 255 - rank) for rank, term in enumerate(draw.sample(range(21), draw.randrange(21))))
    return Known(Plain(at=draw.randrange(60), terms=terms), draw.randrange(30), draw.choice((None, 40, 50, 60)))


def best_of(live: dict[int, Known], asked: Plain) -> list[int]:
    """The members in live, by their order of joining, as the kernel should rank them."""
    shared: dict[int, int] = defaultdict(int)
    for term, weight in asked.terms[:16]:
        having = [n for n in sorted(live, reverse=True) if term in dict(live[n].sketch.terms[:16])]
        for n in having[:NEWEST]:
            one = live[n]
            young = abs(one.sketch.at - asked.at) <= WINDOW and asked.at - one.first_at <= CAP
            if young and (one.closes_at is None or one.closes_at >= RECEIVED):
                shared[n] += weight
    return sorted(shared, key=lambda n: (shared[n], n), reverse=True)


@settings(deadline=None, max_examples=25)
@given(draw=st.randoms(use_true_random=False), wanted=st.integers(1, 40))
def test_the_nearest_are_those_that_share_most(weights: Weights, draw: Random, wanted: int) -> None:
    matcher, members = Matcher(weights), [drawn(draw) for _ in range(2 * NEWEST)]
    slots = draw.sample(range(len(members)), len(members))
    for slot, one in zip(slots, members, strict=True):
        matcher.settle(slot, "", one.first_at, one.closes_at)
        matcher.add(slot, slot, packed(one.sketch), leader=True)
    leaving = set(draw.sample(range(len(members)), draw.randrange(NEWEST)))
    for n in leaving:
        matcher.remove(slots[n])
    asked, best = drawn(draw).sketch, np.empty(wanted, np.int32)
    known = matcher._members, matcher._cases, matcher._words, matcher._lists
    found = nearest(*known, met(packed(asked))[0], (WINDOW, CAP, RECEIVED, False), best)
    live = {n: one for n, one in enumerate(members) if n not in leaving}
    assert best[:found].tolist() == [slots[n] for n in best_of(live, asked)[:wanted]]
