"""Which case a report joins: the one door to merging."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from streams.domain.matching import NEVER, NONE, Joining, Match, Settled, in_ms
from streams.domain.merging import finding, members
from streams.domain.merging.candidates import Bounds
from streams.domain.merging.chains import CHAINS, EVERY
from streams.domain.merging.explaining import made_of
from streams.domain.merging.finding import find
from streams.domain.merging.likeness import DAY
from streams.domain.merging.members import FULL
from streams.domain.merging.outcome import outcome
from streams.domain.merging.packed import size_of
from streams.domain.merging.pool import BOOKS
from streams.domain.merging.seats import CASE, JOINING, MEMBER, NOBODY
from streams.domain.merging.sketch import Sketcher
from streams.domain.merging.weights import BUCKETS, VERSION, Weights
from topics.inbox import Report
from topics.memory import Sketch
from topics.merge_rule import DistanceMerge, MergeRule
from topics.reasons import MergeReason

_FIRST = 1 << 10
_GROWTH = 8  # by an eighth


class Matcher:
    """The members in memory, indexed: numbers in a few arrays, no object for any member.

    What it answers depends on the query and on the members (in the order in which they joined) alone.
    """

    def __init__(self, weights: Weights) -> None:
        self._sketcher = Sketcher(weights)
        self._logistic = weights.logistic
        self._members: NDArray[Any] = np.zeros(_FIRST, MEMBER)
        self._cases: NDArray[Any] = np.zeros(_FIRST, CASE)
        self._words: NDArray[Any] = np.zeros(_FIRST, np.uint32)
        self._books: NDArray[np.int64] = np.zeros(BOOKS + 2, np.int64)
        self._lists: NDArray[np.int32] = np.zeros((BUCKETS, 3), np.int32)
        self._heads: NDArray[np.int32] = np.zeros((CHAINS, len(EVERY)), np.int32)
        self._books[0] = 1

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """What merging remembers of a report. Pure. For a distance rule the words are left out."""
        return self._sketcher.sketch(report, bare=isinstance(rule, DistanceMerge))

    def match(self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule) -> Match:
        """The case to join, or why none.

        A text rule looks across classes, a distance rule at its own class only.
        """
        bounds = rule.window_days * DAY, rule.age_cap_days * DAY, in_ms(report.received_at)
        match = self._match(sketch, class_code, rule, (*bounds, False))
        if match.case != NONE or match.reason is MergeReason.MAYBE_THE_SAME:
            return match
        over = self._match(sketch, class_code, rule, (*bounds, True))
        return match if over.case == NONE else over._replace(case=NONE, reason=MergeReason.FOLLOWS_CLOSED, also=NONE)

    def _match(self, sketch: Sketch, class_code: str, rule: MergeRule, bounds: Bounds) -> Match:
        near = isinstance(rule, DistanceMerge)
        radius, join_at = (rule.radius_m, 0.0) if isinstance(rule, DistanceMerge) else (0.0, rule.join_at)
        how, slot, value, also = find(
            self._members,
            self._cases,
            self._words,
            self._lists,
            self._heads,
            np.frombuffer(sketch.packed, np.uint32),
            bounds,
            float(radius),
            _number(class_code) if near else 0,
            join_at,
            self._logistic,
        )
        reason, score = outcome(how, value, rule)
        case = int(self._members[slot]["case"]) if how >= finding.ALIKE else NONE
        block = int(self._members[slot]["block"]) if slot != NONE else 0
        parts = made_of(how, value, sketch, self._words, block) if block else ""
        return Match(case, reason, score, slot, parts, also)

    def settle(self, case: int, class_code: str, first_at: int, closes_at: int | None) -> None:
        """A case is new, or one of these has changed; moments in milliseconds since 1970."""
        self._cases = _grown(self._cases, case)
        closes = NEVER if closes_at is None else closes_at
        one = self._cases[case]
        one["first_at"], one["closes_at"], one["class_code"] = first_at, closes, _number(class_code)

    def settle_all(self, settled: Settled) -> None:
        """Settle many cases."""
        self._cases = _grown(self._cases, int(settled.cases.max(initial=0)))
        self._cases["first_at"][settled.cases] = settled.first_at
        self._cases["closes_at"][settled.cases] = settled.closes_at
        self._cases["class_code"][settled.cases] = list(map(_number, settled.class_codes))

    def add(self, slot: int, case: int, sketch: Sketch, leader: bool) -> tuple[int, ...]:
        """Index a member, the last to join, in place of what was in its slot before.

        Returns the slots that left the case's ring for it (its leader and the last 8 others stay).
        """
        self._members = _grown(self._members, slot)
        packed = np.frombuffer(sketch.packed, np.uint32)
        gone = members.add(slot, case, packed, leader, *self._all())
        if gone == FULL:
            self._grow()
            gone = members.add(slot, case, packed, leader, *self._all())
        return () if gone == NOBODY else (gone,)

    def hold(self, sketches: Mapping[int, Sketch | None]) -> None:
        """Keep sketches by slot, in the pool, until `restore` indexes their members; None lets one go.

        One of another version cannot be read, and is let go, too: reports that come do not meet its member.
        """
        readable = {slot: one for slot, one in sketches.items() if one is not None and one.version == VERSION}
        for slot in sketches.keys() - readable.keys():
            self.remove(slot)
        kept = [(slot, np.frombuffer(one.packed, np.uint32)) for slot, one in readable.items()]
        while kept:
            slots = np.array([slot for slot, _ in kept], np.int32)
            self._members = _grown(self._members, int(slots.max()))
            done = members.hold(slots, np.concatenate([packed for _, packed in kept]), *self._all())
            kept = kept[done:]
            if kept:
                self._grow()

    def restore(self, joining: Joining) -> None:
        """Index whole rings again, in the order in which their members joined."""
        every = np.empty(len(joining.slots), JOINING)
        every["slot"], every["case"], every["leads"] = joining
        self._members = _grown(self._members, int(every["slot"].max(initial=0)))
        while len(every := every[members.join(every, *self._all()) :]):
            self._grow()

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

    def _grow(self) -> None:
        self._words = _grown(self._words, int(self._books[0] + self._books[-1]))

    def _all(self) -> Any:
        return self._members, self._cases, self._words, self._books, self._lists, self._heads


@cache
def _number(class_code: str) -> int:
    return int(xxhash.xxh32_intdigest(class_code.encode()))


def _grown(array: NDArray[Any], last: int) -> NDArray[Any]:
    """The array with an entry `last`: what is new is zero. It grows where it is, or moves as a whole."""
    if last >= len(array):
        array.resize(max(last + 1, len(array) + len(array) // _GROWTH), refcheck=False)
    return array
