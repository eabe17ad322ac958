"""What the rules ask of merging: in which case does a report belong.

Merging knows numbers: a member is a slot, a case a number, both small, from 0 upwards, and given again when they are
free. Whoever asks gives them. What is answered never depends on which numbers they are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from topics.inbox import Report
from topics.memory import Sketch
from topics.merge_rule import MergeRule
from topics.reasons import MergeReason

NONE = -1
"""The number of no case, the slot of no member."""
NEVER = 2**63 - 1
"""When a case closes that is not resolved."""


class Match(NamedTuple):
    """The case to join, NONE for a new one. `slot` is the member that decided, NONE where none was looked at.

    `parts` says what the score was made of, as a JSON object; '' where nothing was compared. `also` is a member of a
    second case that the report might have joined as well.
    """

    case: int
    reason: MergeReason
    score: float
    slot: int
    parts: str = ""
    also: int = NONE


class Joining(NamedTuple):
    """Members to be put into their cases' rings, in the order in which they joined; one by one, in columns."""

    slots: NDArray[np.int64]
    cases: NDArray[np.int64]
    leaders: NDArray[np.bool_]


class Settled(NamedTuple):
    """Many cases that are new, in columns; see `Matcher.settle`. One that is not resolved closes NEVER."""

    cases: NDArray[np.int64]
    class_codes: Sequence[str]
    first_at: NDArray[np.int64]
    closes_at: NDArray[np.int64]


class Matcher(Protocol):
    """An index over the members of the cases in memory. Deterministic in the order of its calls alone."""

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """What merging under a rule will know of a report."""

    def match(self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule) -> Match:
        """The best case that may take the report.

        A case may while the report occurred within the rule's age cap of the case's first, and came before it closes.
        One that is closed, or too old, is followed: the report opens a case that names it.
        """

    def settle(self, case: int, class_code: str, first_at: int, closes_at: int | None) -> None:
        """A case is new, or one of these has changed; moments in milliseconds since 1970.

        `first_at` is when its first report occurred, `closes_at` when a resolved one can no longer be reopened.
        """

    def add(self, slot: int, case: int, sketch: Sketch, leader: bool) -> tuple[int, ...]:
        """Put a member into the ring of its case, which is settled: of all members it is the last to join.

        Returns the slots that left the ring for it: they are no longer looked at.
        """

    def settle_all(self, settled: Settled) -> None:
        """Settle many cases."""

    def hold(self, sketches: Mapping[int, Sketch | None]) -> None:
        """Keep the sketches of members that come back later, by slot, in place of those held; None lets one go."""

    def restore(self, joining: Joining) -> None:
        """Put whole rings back; their cases are settled. Members of whom no sketch is held are in no ring."""

    def recall(self, slot: int) -> Sketch | None:
        """The sketch of the member in a slot; None where it is in no ring."""

    def remove(self, slot: int) -> None:
        """Take one member out of its ring; one that is not in a ring is no error."""

    def discard(self, case: int) -> None:
        """Forget a case with all its members; one that is not known is no error."""


def in_ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return round(moment.timestamp() * 1000)
