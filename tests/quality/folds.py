"""Cross-validation over clusters: no cluster is on both sides."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple, Self

from tests.quality.scores import Clusters, mean, of_each


class Folds(NamedTuple):
    """Which fold each cluster is in."""

    of: Mapping[str, int]
    many: int

    @classmethod
    def deal(cls, gold: Clusters, many: int, seed: int) -> Self:
        """Deal clusters out at random, each to a fold that has fewest reports; the large ones first."""
        draw, size = Random(seed), Counter(gold.values())
        order = sorted(size)
        draw.shuffle(order)
        order.sort(key=lambda cluster: size[cluster] < max(size.values()) // 4)
        of, held = dict[str, int](), [0] * many
        for cluster in order:
            least = min(held)
            of[cluster] = draw.choice([fold for fold in range(many) if held[fold] == least])
            held[of[cluster]] += size[cluster]
        return cls(of, many)


def judged(
    gold: Clusters, hard: Sequence[Mapping[str, str]], cases: Sequence[Clusters], folds: Folds
) -> dict[str, float]:
    """Scores of the cases of each fold's own reports; a hard pair counts under the weights that missed either side."""
    scores = [
        score
        for fold, found in enumerate(cases)
        for name, score in of_each(gold, found).items()
        if folds.of[gold[name]] == fold
    ]
    whole = mean(scores)
    told = {"bcubed_f1": whole.f1, "bcubed_precision": whole.precision, "bcubed_recall": whole.recall}
    for kind in sorted({pair["kind"] for pair in hard}):
        wrong = [
            found[pair["id_a"]] == found[pair["id_b"]]
            for pair in hard
            if pair["kind"] == kind and pair["id_a"] in gold and pair["id_b"] in gold
            for found in (cases[folds.of[gold[pair[side]]]] for side in ("id_a", "id_b"))
        ]
        told[f"wrongly_merged_{kind}"] = sum(wrong) / len(wrong)
    return told
