"""Blocks never meet, and what is freed is given again."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.pool import BOOKS, class_of, give, room_of, take

sizes = st.integers(1, 12) | st.integers(1, 3_000)


def test_a_block_has_room_for_its_words_and_little_more() -> None:
    for size in range(1, 5_000):
        assert size <= room_of(size) <= max(size + 3, size * 9 // 8)
        assert class_of(size) == class_of(room_of(size)) == class_of(room_of(size) + 1) - 1
        rest = room_of(size + 1) - room_of(size)  # what is cut off a block is a block
        assert not rest or room_of(rest) == rest
    assert class_of(2**30) < BOOKS


@settings(deadline=None)
@given(steps=st.lists(sizes | st.just(0), max_size=60))
def test_blocks_never_meet(steps: list[int]) -> None:
    words, books = np.zeros(300_000, np.uint32), np.zeros(BOOKS, np.int64)
    books[0] = 1
    live: list[tuple[int, int]] = []
    for number, size in enumerate(steps):
        if size:
            live.append((take(words, books, size), size))
            words[live[-1][0] : live[-1][0] + size] = number
        elif live:
            give(words, books, *live.pop(number % len(live)))
    taken = sorted(live)
    assert all(begin + room_of(size) <= after for (begin, size), (after, _) in pairwise(taken))
    assert all(len(set(words[begin : begin + size].tolist())) == 1 for begin, size in live)


def test_what_is_freed_is_given_again() -> None:
    words, books = np.zeros(1_000, np.uint32), np.zeros(BOOKS, np.int64)
    books[0] = 1
    first = take(words, books, 70)
    take(words, books, 70)
    give(words, books, first, 70)
    assert take(words, books, 69) == first
