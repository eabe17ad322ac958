"""The weights that ship, read once, and matchers over them."""

from collections.abc import Callable

import pytest

from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights, load_weights
from tests.streams.domain.merging.stage import Stage
from topics.merge_rule import DistanceMerge, TextMerge


@pytest.fixture(scope="session")
def weights() -> Weights:
    return load_weights()


@pytest.fixture
def stage(weights: Weights) -> Callable[[TextMerge | DistanceMerge], Stage]:
    """A new stage under a rule."""
    return lambda rule: Stage(Matcher(weights), rule)
