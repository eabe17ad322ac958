"""Which case a report joins: the one door to merging."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from streams.domain.matching import NONE, Joining, Match, in_ms
from streams.domain.merging import finding, members
from streams.domain.merging.chains import CHAINS
from streams.domain.merging.finding import find
from streams.domain.merging.likeness import DAY, MILLION
from streams.domain.merging.members import CASE, FULL, JOINING, MEMBER, NOBODY
from streams.domain.merging.packed import size_of
from streams.domain.merging.pool import BOOKS
from streams.domain.merging.sketch import Sketcher
from streams.domain.merging.weights import BUCKETS, VERSION, Weights
from topics.inbox import Report
from topics.memory import Sketch
from topics.policy import DistanceMerge, MergeRule
from topics.reasons import MergeReason

NEVER = np.iinfo(np.int64).max
_FIRST = 1 << 10
_AT_ONCE = 1 << 14
_GROWTH = 8  # by an eighth
_REASONS: Mapping[int, MergeReason] = {
    finding.NOT_PLACED: MergeReason.NO_PLACE,
    finding.NOTHING: MergeReason.NOTHING_SIMILAR,
    finding.BELOW: MergeReason.BELOW_THRESHOLD,
    finding.CONFLICT: MergeReason.PLACE_CONFLICT,
    finding.ALIKE: MergeReason.SAME_PLACE_AND_MATTER,
    finding.NEAR: MergeReason.NEAR_AND_SAME_CLASS,
    finding.SAME: MergeReason.SAME_CITIZEN,
}


class Matcher:
    """The members in memory, indexed: numbers in a few arrays, no object for any member.

    What it answers depends on the query and on the members (in the order in which they joined) alone.
    """

    def __init__(self, weights: Weights) -> None:
        self._sketcher = Sketcher(weights)
        self._members: NDArray[Any] = np.zeros(_FIRST, MEMBER)
        self._cases: NDArray[Any] = np.zeros(_FIRST, CASE)
        self._words: NDArray[Any] = np.zeros(_FIRST, np.uint32)
        self._books: NDArray[np.int64] = np.zeros(BOOKS + 2, np.int64)
        self._lists: NDArray[np.int32] = np.zeros((BUCKETS, 2), np.int32)
        self._heads: NDArray[np.int32] = np.zeros((CHAINS, 2), np.int32)
        self._books[0] = 1

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """What merging remembers of a report. Pure. For a distance rule the words are left out."""
        return self._sketcher.sketch(report, bare=isinstance(rule, DistanceMerge))

    def match(self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule) -> Match:
        """The case to join, or why none.

        A text rule looks across classes, a distance rule at its own class only.
        """
        near = isinstance(rule, DistanceMerge)
        radius, join_at = (rule.radius_m, 0.0) if isinstance(rule, DistanceMerge) else (0.0, rule.join_at)
        how, slot, value = find(
            self._members,
            self._cases,
            self._words,
            self._lists,
            self._heads,
            np.frombuffer(sketch.packed, np.uint32),
            (rule.window_days * DAY, rule.age_cap_days * DAY, in_ms(report.received_at)),
            float(radius),
            _number(class_code) if near else 0,
            join_at,
        )
        score = 1.0 if how == finding.SAME else value / MILLION
        if how == finding.NEAR:
            score = round(1 - value / 100 / radius, 6)
        case = int(self._members[slot]["case"]) if how >= finding.ALIKE else NONE
        return Match(case, _REASONS[how], score, slot)

    def settle(self, case: int, class_code: str, first_at: int, leaves_at: int | None) -> None:
        """A case is new, or one of these has changed; moments in milliseconds since 1970."""
        self._cases = _grown(self._cases, case)
        leaves = NEVER if leaves_at is None else leaves_at
        one = self._cases[case]
        one["first_at"], one["leaves_at"], one["class_code"] = first_at, leaves, _number(class_code)

    def add(self, slot: int, case: int, sketch: Sketch, leader: bool) -> tuple[int, ...]:
        """Index a member, the last to join, in place of what was in its slot before.

        Returns the slots that left the case's ring for it (its leader and the last 8 others stay).
        """
        self._members = _grown(self._members, slot)
        self.remove(slot)
        packed = np.frombuffer(sketch.packed, np.uint32)
        gone = members.add(slot, case, packed, leader, *self._all())
        if gone == FULL:
            self._grow()
            gone = members.add(slot, case, packed, leader, *self._all())
        return () if gone == NOBODY else (gone,)

    def restore(self, members: Iterable[Joining]) -> None:
        """Index whole rings again, in the order in which their members joined."""
        rest = iter(members)
        while some := tuple(islice(rest, _AT_ONCE)):
            self._members = _grown(self._members, max(one.slot for one in some))
            while some:
                some = some[self._restored(some) :]

    def recall(self, slot: int) -> Sketch | None:
        """The sketch of the member in a slot; None where it is in no ring."""
        block = int(self._members[slot]["block"]) if slot < len(self._members) else 0
        if not block:
            return None
        return Sketch(version=VERSION, packed=self._words[block : block + size_of(self._words, block)].tobytes())

    def discard(self, case: int) -> None:
        """The case has left memory: so do all its members."""
        if case < len(self._cases):
            members.discard(case, *self._all())

    def remove(self, slot: int) -> None:
        """One member leaves; nothing happens where it is not indexed."""
        if slot < len(self._members):
            members.remove(slot, *self._all())

    def _restored(self, some: Sequence[Joining]) -> int:
        """Index some members; how many were until the pool was full, which has grown then."""
        every = np.array([(one.slot, one.case, one.leader) for one in some], JOINING)
        sketches = np.frombuffer(b"".join(one.sketch.packed for one in some), np.uint32)
        done: int = members.add_all(every, sketches, *self._all())
        if done < len(some):
            self._grow()
        return done

    def _grow(self) -> None:
        self._words = _grown(self._words, int(self._books[0] + self._books[-1]))

    def _all(self) -> Any:
        return self._members, self._cases, self._words, self._books, self._lists, self._heads


def _number(class_code: str) -> int:
    return int(xxhash.xxh32_intdigest(class_code.encode()))


def _grown(array: NDArray[Any], last: int) -> NDArray[Any]:
    """The array with an entry `last`: what is new is zero. It grows where it is, or moves as a whole."""
    if last >= len(array):
        array.resize(max(last + 1, len(array) + len(array) // _GROWTH), refcheck=False)
    return array
