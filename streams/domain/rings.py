"""The rings of the cases in memory: the matcher's members, by their names."""

from collections.abc import Iterable
from datetime import datetime

from streams.domain.matching import Matcher, in_ms
from streams.domain.numbers import Numbers
from topics.memory import Case, Member, Sketch


class Rings:
    """Gives the matcher numbers for cases and slots for reports."""

    def __init__(self, matcher: Matcher) -> None:
        self.cases = Numbers()
        self.slots = Numbers()
        self._matcher = matcher

    def settle(self, case: Case, leaves_at: datetime | None) -> None:
        """A case is new or has changed."""
        leaves = None if leaves_at is None else in_ms(leaves_at)
        self._matcher.settle(self.cases.of(case.case_id), case.class_code, in_ms(case.first_at), leaves)

    def put(self, member: Member, sketch: Sketch) -> list[str]:
        """Put a member into its case's ring; the reports that left it."""
        slot, case = self.slots.of(member.report_id), self.cases.of(member.case_id)
        return [self.slots[left] for left in self._matcher.add(slot, case, sketch, member.leader)]

    def take(self, report: str) -> None:
        """Take a report out of its ring."""
        self._matcher.remove(self.slots.of(report))

    def drop(self, case: str, reports: Iterable[str]) -> None:
        """Forget a case and all its reports."""
        self._matcher.discard(self.cases.free(case))
        for report in reports:
            self.slots.free(report)
