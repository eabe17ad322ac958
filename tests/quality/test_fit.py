"""Fitting and cross-validation, on what can be told by hand."""

from collections import Counter

import numpy as np
import pytest

from tests.quality.folds import Folds, judged
from tests.quality.logistic import fitted

GOLD = {f"{number}{side}": f"c{number}" for number in range(40) for side in "ab"}


def test_the_fit_finds_the_weights_that_made_the_labels() -> None:
    draw = np.random.default_rng(1)
    columns = draw.normal(size=(20_000, 2)) * (1.0, 5.0)
    chance = 1 / (1 + np.exp(-(-1.0 + 2.0 * columns[:, 0] - 0.3 * columns[:, 1])))
    found = fitted(columns, draw.random(len(chance)) < chance, np.ones(len(chance)))
    assert found == pytest.approx([-1.0, 2.0, -0.3], abs=0.1)


def test_rows_that_weigh_nothing_are_nothing_to_the_fit() -> None:
    draw = np.random.default_rng(2)
    columns = draw.normal(size=(2_000, 1))
    true = draw.random(2_000) < 1 / (1 + np.exp(-3 * columns[:, 0]))
    weights = np.repeat([1.0, 0.0], 1_000)
    known = fitted(columns, true, weights)
    assert fitted(columns, np.where(weights > 0, true, ~true), weights) == pytest.approx(known)


@pytest.mark.parametrize("seed", range(3))
def test_every_cluster_is_in_one_fold_and_the_folds_are_even(seed: int) -> None:
    folds = Folds.deal(GOLD, 5, seed)
    assert folds.of.keys() == set(GOLD.values())
    assert set(Counter(folds.of.values()).values()) == {8}
    assert folds == Folds.deal(GOLD, 5, seed) != Folds.deal(GOLD, 5, seed + 1)


def test_each_report_is_judged_by_the_cases_of_its_own_fold() -> None:
    folds = Folds.deal(GOLD, 2, 1)
    alone = {name: name for name in GOLD}
    cases = [{name: GOLD[name] if folds.of[GOLD[name]] == fold else name for name in GOLD} for fold in range(2)]
    assert judged(GOLD, [], cases, folds)["bcubed_f1"] == 1.0
    assert judged(GOLD, [], cases[::-1], folds) == judged(GOLD, [], [alone, alone], folds)


def test_a_hard_pair_counts_under_the_weights_that_missed_either_side() -> None:
    folds = Folds({"c1": 0, "c2": 1}, 2)
    gold, pair = {"a": "c1", "b": "c2"}, {"id_a": "a", "id_b": "b", "kind": "k"}
    lumped, apart = {"a": "x", "b": "x"}, {"a": "x", "b": "y"}
    assert judged(gold, [pair], [lumped, apart], folds)["wrongly_merged_k"] == 0.5
