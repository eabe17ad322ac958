"""How well reports were merged, over all pairs of reports."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Pairs(NamedTuple):
    """Precision: of the pairs put into one case, how many are of one problem. Recall: of those of one problem, how
    many are in one case."""

    precision: float
    recall: float


def pairs(problems: Mapping[str, str], cases: Mapping[str, str]) -> Pairs:
    """Compare the true problem of each report with its case; a report that one side lacks is left out."""
    both = [(problems[report], cases[report]) for report in problems.keys() & cases.keys()]
    right = _pairs(both)
    together, true = _pairs(case for _, case in both), _pairs(problem for problem, _ in both)
    return Pairs(right / together if together else 1.0, right / true if true else 1.0)


def _pairs(groups: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
