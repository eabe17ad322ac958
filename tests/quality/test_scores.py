"""The scores themselves, on clusters small enough to count by hand."""

import pytest

from tests.quality.scores import Score, bcubed, interval, pairwise, wrongly_merged

GOLD = {"a": "1", "b": "1", "c": "2", "d": "3"}


def test_what_is_equal_is_perfect() -> None:
    assert bcubed(GOLD, GOLD) == pairwise(GOLD, GOLD) == Score(1, 1)
    assert interval(GOLD, GOLD) == (1, 1)


def test_all_in_one_case_loses_precision() -> None:
    lumped = dict.fromkeys(GOLD, "x")
    assert bcubed(GOLD, lumped) == Score((2 / 4 + 2 / 4 + 1 / 4 + 1 / 4) / 4, 1)
    assert pairwise(GOLD, lumped) == Score(1 / 6, 1)


def test_a_report_that_was_never_seen_is_alone() -> None:
    assert bcubed(GOLD, {"a": "x", "c": "y", "d": "z"}) == Score(1, 3 / 4)
    assert pairwise(GOLD, {"a": "x"}) == Score(1, 0)
    assert Score(1, 0).f1 == 0


def test_hard_pairs_count_by_kind() -> None:
    pairs = [{"id_a": "a", "id_b": "c", "kind": "k"}, {"id_a": "a", "id_b": "d", "kind": "k"}]
    assert wrongly_merged(pairs, {"a": "x", "c": "x", "d": "y"}, "k") == pytest.approx(0.5)


def test_the_interval_holds_a_score_that_cases_across_clusters_lower() -> None:
    gold = {f"{n}{side}": str(n) for n in range(40) for side in "ab"}
    cases = {i: str(int(gold[i]) // 2) for i in gold}
    low, high = interval(gold, cases)
    assert low <= bcubed(gold, cases).f1 <= high


def test_the_interval_holds_the_score_and_is_wider_with_fewer_clusters() -> None:
    gold = {f"{n}{side}": str(n) for n in range(40) for side in "ab"}
    cases = {i: gold[i] if int(gold[i]) % 2 else i for i in gold}
    low, high = interval(gold, cases)
    assert low < bcubed(gold, cases).f1 < high
    few = {i: gold[i] for i in gold if int(gold[i]) < 8}
    assert interval(few, cases)[1] - interval(few, cases)[0] > high - low
