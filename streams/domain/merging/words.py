"""Candidates by words: postings of the heaviest terms, and reports of one citizen with one body."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from streams.domain.merging.live import Live, Shelf, put, take

NEWEST = 64


class WordIndex:
    """Live members by heavy term and by (reporter, body). Nothing that has left is remembered."""

    def __init__(self) -> None:
        self._postings: dict[int, Shelf] = {}
        self._bodies: dict[tuple[str, str], Shelf] = {}

    def add(self, member: Live) -> None:
        """File a member under its 16 heaviest terms and, where it has both, under its reporter and body."""
        for term in member.heavy:
            put(self._postings.setdefault(term, {}), member)
        if member.reporter and member.sketch.body:
            put(self._bodies.setdefault((member.reporter, member.sketch.body), {}), member)

    def remove(self, member: Live) -> None:
        """Take a member out again."""
        for term in member.heavy:
            take(self._postings, term, member.report_id)
        if member.reporter and member.sketch.body:
            take(self._bodies, (member.reporter, member.sketch.body), member.report_id)

    def same_citizen(self, reporter: str, body: str) -> Iterator[Live]:
        """Members of this reporter with this body, newest first; none where either is unknown."""
        return reversed(self._bodies.get((reporter, body), {}).values())

    def candidates(self, heavy: tuple[int, ...], weight: dict[int, int], first: float, last: float) -> list[Live]:
        """Members that share heavy terms and occurred in [first, last] (days), most shared weight first, then newest.

        Of each term the 64 members that joined last are looked at.
        """
        shared: dict[Live, int] = defaultdict(int)
        for term in heavy:
            for member in islice(reversed(self._postings.get(term, {}).values()), NEWEST):
                if first <= member.day <= last:
                    shared[member] += weight[term]
        return sorted(shared, key=lambda m: (shared[m], m.order), reverse=True)
