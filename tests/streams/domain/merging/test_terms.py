"""The kernels of the terms do what a few plain lines of Python say."""

from collections import Counter
from itertools import pairwise
from math import ceil

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.terms import count, counting_table, heaviest, read_terms

SOME = 16
LETTERS = [ord(char) for char in "小区门口路灯坏了"]
tokens = st.lists(st.sampled_from(LETTERS) | st.integers(1 << 63, (1 << 63) + 3), max_size=40)


def plain_terms(numbers: list[int]) -> list[int]:
    pairs = [a * 0x9E3779B97F4A7C15 + b * 0xC2B2AE3D27D4EB4F for a, b in pairwise(numbers)]
    words = [number * 0xC2B2AE3D27D4EB4F for number in numbers if number > 0x10FFFF]
    return [term % 2**64 >> 44 for term in pairs + words]


@settings(deadline=None)
@given(said=tokens)
def test_terms_are_pairs_of_tokens_and_words(said: list[int]) -> None:
    found = np.empty(2 * len(said), np.uint32)
    assert found[: read_terms(np.array(said, np.uint64), found)].tolist() == plain_terms(said)


@settings(deadline=None)
@given(title=tokens, body=tokens, seed=st.integers(0, 9), common=st.integers(1, 200), times=st.sampled_from((3, 9)))
def test_the_heaviest_are_frequent_and_rare(
    title: list[int], body: list[int], seed: int, common: int, times: int
) -> None:
    rarity = np.random.default_rng(seed).integers(0, 256, 1 << 20, np.uint8)
    having = Counter(plain_terms(title) * times + plain_terms(body))
    weights = {term: n * int(rarity[term]) for term, n in having.items() if rarity[term] >= common}
    expected = sorted(weights, key=lambda term: (-weights[term], term))[:SOME]
    table, best = counting_table(len(title) + len(body)), np.empty(SOME, np.uint32)
    count(np.array(title, np.uint64), times, table)
    count(np.array(body, np.uint64), 1, table)
    found = best[: heaviest(table, rarity, common, best)].tolist()
    assert found == [term << 8 | ceil(255 * weights[term] / weights[expected[0]]) for term in expected]
