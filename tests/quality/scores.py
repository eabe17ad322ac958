"""Scores of a clustering against gold clusters, each a mapping of report id to cluster."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    said = _said(gold, cases)
    both = Counter((gold[i], said[i]) for i in gold)
    in_gold, in_case = Counter(gold.values()), Counter(said.values())
    precision = sum(n * n / in_case[case] for (_, case), n in both.items()) / len(gold)
    recall = sum(n * n / in_gold[cluster] for (cluster, _), n in both.items()) / len(gold)
    return Score(precision, recall)


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
    draw, clusters = Random(seed), _by_cluster(gold)
    found = sorted(_of_draw(draw.choices(clusters, k=len(clusters)), cases) for _ in range(_DRAWS))
    return found[_DRAWS // 20], found[-_DRAWS // 20]


def _of_draw(clusters: Iterable[list[str]], cases: Clusters) -> float:
    """A cluster that was drawn twice is two clusters, each with cases of its own."""
    named = [(f"{number}/{i}", number, i) for number, cluster in enumerate(clusters) for i in cluster]
    gold = {name: str(number) for name, number, _ in named}
    turns = _turns(clusters)
    return bcubed(gold, {name: f"{turns[number]}/{cases.get(i, name)}" for name, number, i in named}).f1


def _turns(clusters: Iterable[list[str]]) -> list[int]:
    """The how-manieth of its kind each drawn cluster is."""
    seen: Counter[str] = Counter()
    turns = []
    for cluster in clusters:
        turns.append(seen[cluster[0]])
        seen[cluster[0]] += 1
    return turns


def _by_cluster(gold: Clusters) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for report, cluster in gold.items():
        found.setdefault(cluster, []).append(report)
    return list(found.values())


def _said(gold: Clusters, cases: Clusters) -> dict[str, str]:
    return {i: cases.get(i, f"missing {i}") for i in gold}


def _pairs(names: Iterable[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(names).values())
