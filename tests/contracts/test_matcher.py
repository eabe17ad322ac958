"""The real matcher and the tests' one do the same."""

from collections.abc import Callable

import pytest

from streams.domain.matching import Matcher
from streams.domain.merging import matcher as real
from streams.domain.merging.weights import load_weights
from tests.contracts.matcher import MatcherContract
from tests.fakes.matcher import TwinMatcher


class TestReal(MatcherContract):
    @pytest.fixture
    def another(self) -> Callable[[], Matcher]:
        weights = load_weights()
        return lambda: real.Matcher(weights)

    @pytest.fixture
    def matcher(self, another: Callable[[], Matcher]) -> Matcher:
        return another()


class TestTwin(MatcherContract):
    @pytest.fixture
    def another(self) -> Callable[[], Matcher]:
        return TwinMatcher

    @pytest.fixture
    def matcher(self, another: Callable[[], Matcher]) -> Matcher:
        return another()
