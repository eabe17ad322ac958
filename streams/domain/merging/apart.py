"""No merging at all: each report is a case of its own."""

from collections.abc import Mapping

from streams.domain.matching import NONE, Joining, Match, Settled
from topics.inbox import Report
from topics.memory import Sketch
from topics.merge_rule import MergeRule
from topics.reasons import MergeReason

_NOTHING = Sketch(version=1, packed=b"")


class Apart:
    """A matcher to which no report is like another."""

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """Nothing."""
        return _NOTHING

    def match(self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule) -> Match:
        """A new case."""
        return Match(NONE, MergeReason.NOTHING_SIMILAR, 0.0, NONE)

    def settle(self, case: int, class_code: str, first_at: int, closes_at: int | None) -> None:
        """No case is looked for."""

    def add(self, slot: int, case: int, sketch: Sketch, leader: bool) -> tuple[int, ...]:
        """No ring is kept: the member leaves it as it joins."""
        return (slot,)

    def settle_all(self, settled: Settled) -> None:
        """No case is looked for."""

    def hold(self, sketches: Mapping[int, Sketch | None]) -> None:
        """None is kept."""

    def restore(self, joining: Joining) -> None:
        """No ring is kept."""

    def recall(self, slot: int) -> Sketch | None:
        """None."""
        return None

    def remove(self, slot: int) -> None:
        """No ring is kept."""

    def discard(self, case: int) -> None:
        """No case is known."""
