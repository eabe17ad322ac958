"""Average link: what the slow pass proposes, and what it leaves alone."""

import pytest

from streams.domain.reviewing import Lines, Pair, Proposal, review

LINES = Lines(merge_at=0.5, split_at=0.2)


class Likenesses:
    """Reports whose likenesses are written down; any two that are not are 0."""

    def __init__(self, written: dict[tuple[int, int], float]) -> None:
        self._written = {frozenset(pair): value for pair, value in written.items()}

    def like(self, place: int) -> list[int]:
        return sorted({other for pair in self._written if place in pair for other in pair} - {place})

    def likeness(self, one: int, other: int) -> float:
        return self._written.get(frozenset((one, other)), 0.0)


def test_two_cases_are_proposed_to_be_merged_by_the_mean_of_all_their_links() -> None:
    compared = Likenesses({(0, 2): 0.9, (0, 3): 0.7, (1, 2): 0.5, (1, 3): 0.3, (2, 3): 0.9})
    (found,) = review(["a", "a", "b", "b"], compared, set(), LINES)
    assert found[:-1] == Proposal("merge", "a", "b", 2, 0)[:-1]
    assert found.score == pytest.approx(0.6)


def test_one_good_link_is_not_enough() -> None:
    assert review(["a", "a", "b", "b"], Likenesses({(0, 2): 0.99}), set(), LINES) == []


def test_what_people_keep_apart_is_not_proposed() -> None:
    assert review(["a", "b"], Likenesses({(0, 1): 0.9}), {Pair(("b", "a"))}, LINES) == []


def test_the_member_that_is_least_like_the_rest_is_proposed_to_leave() -> None:
    compared = Likenesses({(0, 1): 0.9, (0, 2): 0.1, (1, 2): 0.2})
    (found,) = review(["a"] * 3, compared, set(), LINES)
    assert found[:-1] == Proposal("split", "a", "", 2, 0)[:-1]
    assert found.score == pytest.approx(0.15)
    assert review(["a"] * 2, Likenesses({}), set(), LINES) == []


def test_the_surest_comes_first_and_merges_before_splits() -> None:
    compared = Likenesses({(0, 1): 0.6, (1, 2): 0.8, (3, 4): 0.9, (3, 5): 0.1, (4, 5): 0.1})
    found = review(["a", "b", "c", "d", "d", "d"], compared, set(), LINES)
    assert [(one.what, one.case) for one in found] == [("merge", "b"), ("merge", "a"), ("split", "d")]
