"""A matcher that joins equal texts: all that the rules need of merging, and nothing else."""

from collections.abc import Callable

from streams.domain.matching import Match
from topics.ids import digest
from topics.inbox import Report
from topics.memory import Member, Sketch
from topics.policy import MergeRule
from topics.reasons import MergeReason

RING = 3


class TwinMatcher:
    """Joins the case of the latest indexed member with an equal text. A case's ring is its leader and two more."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        body = digest("".join(f"{report.title}{report.text}".split()).casefold())
        return Sketch(version=1, terms=(), weights=(), places=(), named=(), district="", body=body)

    def match(
        self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule, eligible: Callable[[str], bool]
    ) -> Match:
        equal = [m for m in reversed(self._members.values()) if _body(m) == sketch.body and eligible(m.case_id)]
        own = [m for m in equal if report.reporter and m.reporter == report.reporter]
        if own:
            return Match(own[0].case_id, MergeReason.SAME_CITIZEN, 1.0, own[0].report_id)
        if equal:
            return Match(equal[0].case_id, MergeReason.SAME_PLACE_AND_MATTER, 1.0, equal[0].report_id)
        return Match("", MergeReason.NOTHING_SIMILAR, 0.0, "")

    def add(self, member: Member, class_code: str) -> tuple[str, ...]:
        self._members[member.report_id] = member
        ring = [m for m in self._members.values() if m.case_id == member.case_id]
        if len(ring) <= RING:
            return ()
        oldest = next(m.report_id for m in ring if not m.leader)
        self.remove(oldest)
        return (oldest,)

    def discard(self, case_id: str) -> None:
        for report_id in [m.report_id for m in self._members.values() if m.case_id == case_id]:
            self.remove(report_id)

    def remove(self, report_id: str) -> None:
        self._members.pop(report_id, None)


def _body(member: Member) -> str:
    return member.sketch.body if member.sketch else ""
