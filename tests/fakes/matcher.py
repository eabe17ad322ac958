"""A matcher that joins equal texts: all that the rules need of merging, and nothing else."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from streams.domain.matching import NEVER, NONE, Joining, Match, Settled, in_ms
from topics.ids import digest
from topics.inbox import Report
from topics.memory import Sketch
from topics.merge_rule import MergeRule
from topics.reasons import MergeReason

RING = 3
ALIKE = 0.3
"""How alike two texts are that only begin alike: too little to join."""
_BODY, _OPENING = 32, 64
_LETTERS = 12


class Twin(NamedTuple):
    """A member."""

    case: int
    sketch: Sketch
    leader: bool


class TwinMatcher:
    """Joins the case of the latest indexed member with an equal text, and suggests that of one that begins alike.

    A case's ring is its leader and two more.
    """

    def __init__(self) -> None:
        self._members: dict[int, Twin] = {}
        self._cases: dict[int, tuple[int, int | None]] = {}
        self._held: dict[int, Sketch | None] = {}

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """The digests of the text, of its opening, and of text and reporter."""
        said = "".join(f"{report.title}{report.text}".split()).casefold()
        body, opening = digest(said), digest(said[:_LETTERS])
        citizen = digest(report.reporter, body) if report.reporter else ""
        return Sketch(version=1, packed=f"{body}{opening}{citizen}".encode())

    def match(self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule) -> Match:
        equal = self._slots_of(report, sketch, slice(_BODY), rule)
        over = self._slots_of(report, sketch, slice(_BODY), None)
        own = [slot for slot in equal if sketch.packed[_OPENING:] and self._members[slot].sketch == sketch]
        if own:
            return Match(self._members[own[0]].case, MergeReason.SAME_CITIZEN, 1.0, own[0])
        if equal:
            return Match(self._members[equal[0]].case, MergeReason.SAME_PLACE_AND_MATTER, 1.0, equal[0])
        alike = self._slots_of(report, sketch, slice(_BODY, _OPENING), rule)
        if alike:
            return Match(NONE, MergeReason.MAYBE_THE_SAME, ALIKE, alike[0])
        if over:
            return Match(NONE, MergeReason.FOLLOWS_CLOSED, 1.0, over[0])
        return Match(NONE, MergeReason.NOTHING_SIMILAR, 0.0, NONE)

    def settle(self, case: int, class_code: str, first_at: int, closes_at: int | None) -> None:
        self._cases[case] = first_at, closes_at

    def add(self, slot: int, case: int, sketch: Sketch, leader: bool) -> tuple[int, ...]:
        self.remove(slot)
        self._members[slot] = Twin(case, sketch, leader)
        ring = {one: twin for one, twin in self._members.items() if twin.case == case}
        if len(ring) <= RING:
            return ()
        oldest = next(one for one, twin in ring.items() if not twin.leader)
        self.remove(oldest)
        return (oldest,)

    def settle_all(self, settled: Settled) -> None:
        moments = zip(settled.first_at.tolist(), settled.closes_at.tolist(), strict=True)
        for case, (first_at, closes_at) in zip(settled.cases.tolist(), moments, strict=True):
            self._cases[case] = first_at, None if closes_at == NEVER else closes_at

    def hold(self, sketches: Mapping[int, Sketch | None]) -> None:
        self._held |= sketches

    def restore(self, joining: Joining) -> None:
        for slot, case, leader in zip(*(column.tolist() for column in joining), strict=True):
            if (sketch := self._held.pop(slot, None)) is not None:
                self.add(slot, case, sketch, leader)

    def recall(self, slot: int) -> Sketch | None:
        return self._members[slot].sketch if slot in self._members else None

    def discard(self, case: int) -> None:
        for slot in [slot for slot, one in self._members.items() if one.case == case]:
            self.remove(slot)

    def remove(self, slot: int) -> None:
        self._members.pop(slot, None)

    def _slots_of(self, report: Report, sketch: Sketch, part: slice, rule: MergeRule | None) -> list[int]:
        """The members whose sketch is the same in a part, and whose case takes the report, or any; the latest first."""
        members = reversed(self._members.items())
        same = (slot for slot, one in members if one.sketch.packed[part] == sketch.packed[part])
        return [slot for slot in same if rule is None or self._takes(self._members[slot].case, report, rule)]

    def _takes(self, case: int, report: Report, rule: MergeRule) -> bool:
        first_at, closes_at = self._cases[case]
        young = in_ms(report.occurred_at) - first_at <= timedelta(days=rule.age_cap_days).total_seconds() * 1000
        return young and (closes_at is None or in_ms(report.received_at) <= closes_at)
