"""The slow pass: cases compared as wholes, by average link. What it finds is proposed to people, and never done."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from statistics import fmean
from typing import Literal, NamedTuple, Protocol

_NEWEST = 12
"""Of a large case so many members that came last are compared."""
_LEAST = 3
Pair = frozenset[str]


class Compared(Protocol):
    """What compares reports, by their places in a list."""

    def like(self, place: int) -> list[int]:
        """The places of reports that may be like one."""

    def likeness(self, one: int, other: int) -> float:
        """How likely two tell of one problem, 0 to 1."""


class Lines(NamedTuple):
    """Two cases are proposed to be merged from `merge_at` on; a member to be split off below `split_at`."""

    merge_at: float
    split_at: float


class Proposal(NamedTuple):
    """Something for a person to decide: to `merge` the other case into this one, or to `split` a report off it.

    `score` is the average link: of all members of one case with all of the other, or of the report with the rest.
    """

    what: Literal["merge", "split"]
    case: str
    other: str
    report: int
    score: float


def review(cases: Sequence[str], compared: Compared, apart: set[Pair], lines: Lines) -> list[Proposal]:
    """What a person may look at, the surest first; `cases` has the case of each place. Kept apart is not proposed."""
    members: dict[str, list[int]] = {}
    for place, case in enumerate(cases):
        members.setdefault(case, []).append(place)
    merges = sorted(_merges(cases, members, compared, apart, lines.merge_at), key=lambda one: (-one.score, one.case))
    return merges + sorted(_splits(members, compared, lines.split_at), key=lambda one: (one.score, one.case))


def _merges(
    cases: Sequence[str], members: Mapping[str, list[int]], compared: Compared, apart: set[Pair], merge_at: float
) -> Iterator[Proposal]:
    pairs = {Pair((case, cases[other])) for place, case in enumerate(cases) for other in compared.like(place)}
    for pair in sorted(pairs - apart, key=sorted):
        if len(pair) > 1:
            one, other = sorted(pair, key=lambda case: members[case][0])
            links = product(members[one][-_NEWEST:], members[other][-_NEWEST:])
            score = fmean(compared.likeness(*link) for link in links)
            if score >= merge_at:
                yield Proposal("merge", one, other, members[other][0], score)


def _splits(members: Mapping[str, list[int]], compared: Compared, split_at: float) -> Iterator[Proposal]:
    """The member that is least like the rest, of a case of three at least: of two nobody can say which is wrong."""
    for case, places in members.items():
        newest = places[-_NEWEST:]
        if len(newest) < _LEAST:
            continue
        links: dict[int, list[float]] = {place: [] for place in newest}
        for one, other in combinations(newest, 2):
            likeness = compared.likeness(one, other)
            links[one].append(likeness)
            links[other].append(likeness)
        score, place = min((fmean(found), place) for place, found in links.items())
        if score < split_at:
            yield Proposal("split", case, "", place, score)
