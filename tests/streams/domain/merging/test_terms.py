"""The kernels of the sketch do what a few plain lines of Python say."""

from collections import Counter
from itertools import pairwise
from math import ceil

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.normalise import tokens, word_number
from streams.domain.merging.terms import heaviest, terms_of, text_of

SOME = 16
texts = st.text(alphabet="小区门口路灯坏了㐀豈 ,ab1é_the|", max_size=40)


def plain_terms(text: str) -> list[int]:
    numbers = [ord(token) if len(token) == 1 else word_number(token) for token in tokens(text)]
    pairs = [a * 0x9E3779B97F4A7C15 + b * 0xC2B2AE3D27D4EB4F for a, b in pairwise(numbers)]
    words = [number * 0xC2B2AE3D27D4EB4F for number in numbers if number > 0x10FFFF]
    return [term % 2**64 >> 44 for term in pairs + words]


@settings(deadline=None)
@given(text=texts)
def test_terms_are_pairs_of_tokens_and_words(text: str) -> None:
    assert terms_of(text) == plain_terms(text)


@settings(deadline=None)
@given(title=texts, body=texts, seed=st.integers(0, 9), common=st.integers(0, 200))
def test_the_heaviest_are_frequent_and_rare(title: str, body: str, seed: int, common: int) -> None:
    rarity = np.random.default_rng(seed).integers(0, 256, 1 << 20, np.uint8)
    times = Counter(plain_terms(title) * 3 + plain_terms(body))
    weights = {term: n * int(rarity[term]) for term, n in times.items() if rarity[term] >= max(1, common)}
    expected = sorted(weights, key=lambda term: (-weights[term], term))[:SOME]
    terms, scaled = np.empty(SOME, np.uint64), np.empty(SOME, np.int64)
    found = heaviest(text_of(title), 3, text_of(body), rarity, max(1, common), terms, scaled)
    assert terms[:found].tolist() == expected
    assert scaled[:found].tolist() == [ceil(255 * weights[term] / weights[expected[0]]) for term in expected]
