"""Fit the weights of the score: `python -m tests.quality.fit`, from the labelled pairs of real complaints.

Prints what they give on clusters that they have not seen (cross-validation over clusters: every report is scored under
weights fitted without its cluster, the whole stream merged under them), and writes the fit to all.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Annotated, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from deploy.learn_weights import HOME, note
from streams.domain.merging.likeness import HIDDEN, parts, weigh
from streams.domain.merging.postings import HEAVY
from streams.domain.merging.weights import LEARNT, Logistic, Weights, load_weights
from tests.quality.__main__ import DATA, rows
from tests.quality.folds import Folds, judged
from tests.quality.logistic import fitted
from tests.quality.town import Complaints, complaints, merged
from tests.streams.domain.merging.unpacked import unpacked

GOLD, HARD, FILE = "gold_zh.csv", "gold_zh_hardneg.csv", "complaints_zh.csv"


class Pairs(NamedTuple):
    """Labelled pairs of reports: which, what they have in common (a row each), whether they are one problem."""

    names: list[tuple[str, str]]
    common: NDArray[np.float64]
    same: NDArray[np.bool_]
    weights: NDArray[np.float64]


def labelled(told: Complaints, gold: dict[str, str]) -> Pairs:
    """All pairs of one cluster, the hard pairs, and those of two clusters that share heavy terms.

    Those of large clusters weigh less: a pair counts 1 / sqrt of the sizes of both.
    """
    hard = {tuple(sorted((row["id_a"], row["id_b"]))) for row in rows(HARD)}
    heavy = {
        one.report_id: {term for term, _ in unpacked(sketch).terms[:HEAVY]}
        for one, sketch in zip(told.reports, told.sketches, strict=True)
        if one.report_id in gold
    }
    names = [
        (one, other)
        for one, other in combinations(sorted(gold), 2)
        if gold[one] == gold[other] or (one, other) in hard or len(heavy[one] & heavy[other]) > 1
    ]
    size = Counter(gold.values())
    weights = [(size[gold[one]] * size[gold[other]]) ** -0.5 for one, other in names]
    same = np.array([gold[one] == gold[other] for one, other in names])
    return Pairs(names, common(told, names), same, np.array(weights))


def common(told: Complaints, names: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """What the pairs have in common, as the kernel sees it."""
    packed, paper = told.packed(), np.empty(HIDDEN, np.uint32)
    return np.array([parts(packed[one], weigh(packed[one]), packed[other], 0, paper) for one, other in names])


def fit(pairs: Pairs, chosen: NDArray[np.bool_]) -> Logistic:
    """The weights for some of the pairs."""
    return Logistic(*fitted(pairs.common[chosen], pairs.same[chosen], pairs.weights[chosen]))


def under(weights: Weights, logistic: Logistic) -> Weights:
    """The same with another score."""
    return weights._replace(logistic=np.array(logistic, np.float64))


def validated(
    told: Complaints, weights: Weights, gold: dict[str, str], pairs: Pairs, folds: Folds
) -> list[dict[str, str]]:
    """The cases of the whole stream, once for each fold, under weights that have seen nothing of its clusters."""
    cases = []
    for fold in range(folds.many):
        unseen = np.array([fold not in {folds.of[gold[one]], folds.of[gold[other]]} for one, other in pairs.names])
        cases.append(merged(told, under(weights, fit(pairs, unseen)), told.rule))
    return cases


def main(
    seeds: Annotated[int, typer.Option(help="How often the clusters are dealt out.")] = 4,
    folds: Annotated[int, typer.Option(help="Into how many parts.")] = 5,
    write: Annotated[bool, typer.Option(help="Write the fit to all beside the kernels.")] = True,
) -> None:
    """Fit, validate, print, write."""
    weights = load_weights()
    told = complaints(weights)
    gold = {row["id"]: row["cluster_id"] for row in rows(GOLD)}
    pairs = labelled(told, gold)
    suspects = {row["id"] for row in rows(FILE) if row["suspect_user"] == "1"}
    sides: dict[str, list[dict[str, float]]] = {"all": [], "without suspect users": []}
    for seed in range(seeds):
        dealt = Folds.deal(gold, folds, seed)
        cases = validated(told, weights, gold, pairs, dealt)
        sides["all"].append(judged(gold, rows(HARD), cases, dealt))
        honest = {one: cluster for one, cluster in gold.items() if one not in suspects}
        sides["without suspect users"].append(judged(honest, rows(HARD), cases, dealt))
    found = {
        side: {key: round(float(np.mean([one[key] for one in told])), 4) for key in told[0]}
        for side, told in sides.items()
    }
    spread = round(float(np.std([one["bcubed_f1"] for one in sides["all"]])), 4)
    final = fit(pairs, np.ones(len(pairs.names), np.bool_))
    _print(found, spread, final)
    if write:
        _write(final, found, seeds, folds)


def _print(found: dict[str, dict[str, float]], spread: float, final: Logistic) -> None:
    table = Table("cross-validated over clusters", *found)
    for figure in found["all"]:
        table.add_row(figure, *(f"{side[figure]:.4f}" for side in found.values()))
    table.add_row("bcubed_f1, spread over seeds", f"{spread:.4f}", "")
    Console().print(table, {name: round(value, 3) for name, value in final._asdict().items()})


def _write(final: Logistic, found: dict[str, dict[str, float]], seeds: int, folds: int) -> None:
    note(
        HOME / f"logistic_{LEARNT}.json",
        f"python -m tests.quality.fit --seeds {seeds} --folds {folds}",
        [DATA / name for name in (FILE, GOLD, HARD)],
        cross_validated=found,
        weights={name: round(value, 4) for name, value in final._asdict().items()},
    )


if __name__ == "__main__":
    typer.run(main)
