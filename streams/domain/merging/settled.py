"""What of a case decides whether it takes a report."""

from collections.abc import Callable
from typing import NamedTuple

from streams.domain.matching import in_ms
from streams.domain.merging.live import DAY
from topics.inbox import Report
from topics.policy import MergeRule

Eligible = Callable[[int], bool]


class Settled(NamedTuple):
    """See `matching.Matcher.settle`."""

    class_code: str
    first_at: int
    leaves_at: int | None


class Cases(dict[int, Settled]):
    """The cases by number."""

    def eligible(self, report: Report, rule: MergeRule) -> Eligible:
        """Whether a case takes this report: young enough, and not resolved for longer than it may be reopened."""
        occurred, received = in_ms(report.occurred_at), in_ms(report.received_at)

        def eligible(case: int) -> bool:
            known = self[case]
            young = occurred - known.first_at <= rule.age_cap_days * DAY
            return young and (known.leaves_at is None or received <= known.leaves_at)

        return eligible
