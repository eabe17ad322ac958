"""Scores of a clustering against gold clusters, each a mapping of report id to cluster."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from random import Random
from typing import NamedTuple

Clusters = Mapping[str, str]
_DRAWS = 400


class Score(NamedTuple):
    """Precision and recall, each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bcubed(gold: Clusters, cases: Clusters) -> Score:
    """Every report of the gold weighs the same; one that was never seen is a case of its own."""
    return mean(list(of_each(gold, cases).values()))


def pairwise(gold: Clusters, cases: Clusters) -> Score:
    """Every pair of reports weighs the same; without any pair the score is 1."""
    said = _said(gold, cases)
    hit = _pairs((gold[i], said[i]) for i in gold)
    joined, true = _pairs(said.values()), _pairs(gold.values())
    return Score(hit / joined if joined else 1.0, hit / true if true else 1.0)


def wrongly_merged(pairs: Iterable[Mapping[str, str]], cases: Clusters, kind: str) -> float:
    """The share of the hard pairs of a kind (columns id_a, id_b, kind) that ended in one case."""
    wrong = [cases[pair["id_a"]] == cases[pair["id_b"]] for pair in pairs if pair["kind"] == kind]
    return sum(wrong) / len(wrong)


def interval(gold: Clusters, cases: Clusters, seed: int = 1) -> tuple[float, float]:
    """Where the B-cubed F1 of 90 in 100 draws of whole clusters falls: what another sample might give."""
    clusters: dict[str, list[Score]] = {}
    for report, score in of_each(gold, cases).items():
        clusters.setdefault(gold[report], []).append(score)
    draw, drawn = Random(seed), list(clusters.values())
    found = sorted(mean(list(chain.from_iterable(draw.choices(drawn, k=len(drawn))))).f1 for _ in range(_DRAWS))
    return found[_DRAWS // 20], found[-_DRAWS // 20]


def of_each(gold: Clusters, cases: Clusters) -> dict[str, Score]:
    """The precision and recall of every report: how much of its case, and of its cluster, is common to both."""
    said = _said(gold, cases)
    both = Counter((gold[i], said[i]) for i in gold)
    in_gold, in_case = Counter(gold.values()), Counter(said.values())
    common = {i: both[gold[i], said[i]] for i in gold}
    return {i: Score(common[i] / in_case[said[i]], common[i] / in_gold[gold[i]]) for i in gold}


def mean(scores: Sequence[Score]) -> Score:
    """The mean precision and recall."""
    precisions, recalls = zip(*scores, strict=True)
    return Score(sum(precisions) / len(scores), sum(recalls) / len(scores))


def _said(gold: Clusters, cases: Clusters) -> dict[str, str]:
    return {i: cases.get(i, f"missing {i}") for i in gold}


def _pairs(names: Iterable[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(names).values())
