"""What the rules ask of merging: in which case does a report belong."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from topics.inbox import Report
from topics.memory import Member, Sketch
from topics.policy import MergeRule
from topics.reasons import MergeReason


class Match(NamedTuple):
    """`case_id` '' opens a new case. `matched` is the member that decided, '' where none was looked at."""

    case_id: str
    reason: MergeReason
    score: float
    matched: str


class Matcher(Protocol):
    """An index over the members of the cases in memory. Deterministic in the order of its calls alone."""

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """What merging under a rule will know of a report."""

    def match(
        self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule, eligible: Callable[[str], bool]
    ) -> Match:
        """The best case among those for which `eligible(case_id)` holds, under the rule."""

    def add(self, member: Member, class_code: str) -> tuple[str, ...]:
        """Put a member with a sketch into its case's ring. Returns the reports that left the ring for it."""

    def discard(self, case_id: str) -> None:
        """Forget a case with all its members."""

    def remove(self, report_id: str) -> None:
        """Take one member out of its ring; one that is not in a ring is no error."""
