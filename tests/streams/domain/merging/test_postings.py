"""Whoever has left a long list is passed over, and those that stay keep their order."""

from random import Random

import numpy as np
import pytest

from streams.domain.matching import in_ms
from streams.domain.merging.candidates import NEWEST
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights
from tests.streams.domain.merging.stage import T0, report
from topics.merge_rule import TextMerge

RULE = TextMerge(join_at=0.2, window_days=90)
SAID = report(title="阳光花园小区停水")


@pytest.mark.parametrize("seed", range(4))
def test_the_last_that_stays_is_found(weights: Weights, seed: int) -> None:
    matcher, draw = Matcher(weights), Random(seed)
    sketch = matcher.sketch(SAID, RULE)
    living: list[int] = []
    for slot in range(8 * NEWEST):
        matcher.settle(slot, "", in_ms(T0), None)
        matcher.add(slot, slot, sketch, leader=True)
        living.append(slot)
    while living:
        assert matcher.match(SAID, sketch, "", RULE).slot == living[-1]
        if draw.random() < 0.2:
            living.append(draw.choice(living))
            living.remove(living[-1])
            matcher.add(living[-1], living[-1], sketch, leader=True)
        else:
            last = -1 if draw.random() < 0.5 else draw.randrange(len(living))
            matcher.remove(living.pop(last))
    assert not matcher._lists[:, 1:].any()


def test_what_left_leaves_no_more_behind_than_what_stays(weights: Weights) -> None:
    matcher = Matcher(weights)
    sketch = matcher.sketch(SAID, RULE)
    for slot in range(4 * NEWEST):
        matcher.settle(slot, "", in_ms(T0), None)
        matcher.add(slot, slot, sketch, leader=True)
    for slot in range(3 * NEWEST):
        matcher.remove(slot)
    _, many, gone = matcher._lists.T
    assert np.all(2 * gone <= many)
    assert np.all((many - gone)[many > 0] == NEWEST)
