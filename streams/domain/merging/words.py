"""Candidates by words, and how alike they are."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Records
from streams.domain.merging.likeness import MILLION, likeness, probabilities
from streams.domain.merging.live import Live
from streams.domain.merging.packed import FIRST_SLOTS, MEMBER, grown, pack
from streams.domain.merging.postings import link, nearest, unlink
from streams.domain.merging.settled import Eligible
from streams.domain.merging.sketch import terms_within
from streams.domain.merging.weights import BUCKETS, LOGISTIC
from topics.memory import Sketch


class Asked(NamedTuple):
    """A report made ready to be compared with many members: its sketch and day, and the same packed."""

    sketch: Sketch
    day: float
    record: Records


class Compared(NamedTuple):
    """One member as a report sees it: the probability, six digits, that both tell of one problem."""

    score: float
    member: Live


class WordIndex:
    """Live members in the postings of their heaviest terms. Nothing that has left is remembered."""

    def __init__(self) -> None:
        self._live: dict[int, Live] = {}
        self._records: Records = np.zeros(FIRST_SLOTS, MEMBER)
        self._newest: NDArray[np.int32] = np.zeros(BUCKETS, np.int32)
        self._asked: Asked | None = None
        self._record: Records = np.zeros(1, MEMBER)

    def ask(self, sketch: Sketch, day: float) -> Asked:
        """Make ready to compare a report that occurred on a day. Until the next time that this is asked."""
        if self._asked is None or self._asked.sketch is not sketch or self._asked.day != day:
            pack(self._record[0], sketch, day)
            self._asked = Asked(sketch, day, self._record)
        return self._asked

    def add(self, member: Live) -> None:
        """File a member under its heaviest terms; nothing happens where it has none."""
        if not member.sketch.terms:
            return
        self._records = grown(self._records, member.slot)
        self._records[member.slot] = self.ask(member.sketch, member.day).record[0]
        self._records["joined"][member.slot] = member.order
        self._live[member.slot] = member
        link(self._records, self._newest, member.slot)

    def remove(self, member: Live) -> None:
        """Take a member out again."""
        if not member.sketch.terms:
            return
        del self._live[member.slot]
        unlink(self._records, self._newest, member.slot)

    def candidates(self, asked: Asked, window: float, wanted: int, may: Eligible) -> list[int]:
        """Slots of up to `wanted` members whose case `may` be joined: most shared weight first, then the newest.

        They occurred within `window` days. Of each heavy term the 64 members that joined last are looked at.
        """
        best = np.empty(2 * wanted, np.int32)
        while True:
            found = nearest(self._records, self._newest, asked.record, window, best)
            ranked = (slot for slot in best[:found].tolist() if may(self._live[slot].case))
            allowed = list(islice(ranked, wanted))
            if len(allowed) == wanted or found < len(best):
                return allowed
            best = np.empty(2 * len(best), np.int32)

    def compare(self, asked: Asked, slots: list[int]) -> Iterator[Compared]:
        """Score members: the highest first, of equal ones the one that joined last."""
        terms = [terms_within(place) for place in asked.sketch.places]
        starts = np.array([0, *accumulate(map(len, terms))], np.int32)
        ranked, scores = np.array(slots, np.int32), np.empty(len(slots), np.int32)
        probabilities(asked.record, self._records, ranked, _flat(terms), starts, tuple(LOGISTIC), scores)
        for score, slot in zip(scores.tolist(), ranked.tolist(), strict=True):
            yield Compared(score / MILLION, self._live[slot])

    def likeness(self, asked: Asked, slot: int, places: frozenset[str]) -> float:
        """Cosine of the texts, 0 to 1, as if neither had the terms of these places."""
        return float(likeness(asked.record, self._records, slot, _flat(map(terms_within, places))))


def _flat(terms: Iterable[tuple[int, ...]]) -> NDArray[np.uint32]:
    return np.fromiter(chain.from_iterable(terms), np.uint32)
