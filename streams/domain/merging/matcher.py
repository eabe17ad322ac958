"""Which case a report joins: the one door to merging."""

from collections.abc import Iterable
from functools import partial

from streams.domain.matching import Match
from streams.domain.merging.citizens import CitizenIndex
from streams.domain.merging.conflict import conflict
from streams.domain.merging.ground import GroundIndex
from streams.domain.merging.live import DAY, live
from streams.domain.merging.rings import Rings
from streams.domain.merging.sketch import bare_sketch, sketch_of
from streams.domain.merging.spot import far_apart, spot_of
from streams.domain.merging.weights import Weights
from streams.domain.merging.words import Asked, Compared, Eligible, WordIndex
from topics.inbox import Report
from topics.memory import Member, Sketch
from topics.policy import DistanceMerge, TextMerge
from topics.reasons import MergeReason

LOOKED_AT = 16


class Matcher:
    """The members in memory, indexed.

    What it answers depends on the query and on the members (in the order in which they joined) alone.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._rings = Rings()
        self._citizens = CitizenIndex()
        self._words = WordIndex()
        self._ground = GroundIndex()

    def sketch(self, report: Report, rule: TextMerge | DistanceMerge) -> Sketch:
        """What merging remembers of a report. Pure. For a distance rule the words are left out."""
        return (
            bare_sketch(report, self._weights) if isinstance(rule, DistanceMerge) else sketch_of(report, self._weights)
        )

    def match(
        self, report: Report, sketch: Sketch, class_code: str, rule: TextMerge | DistanceMerge, eligible: Eligible
    ) -> Match:
        """The case to join, or why none. `eligible(case_id)` says whether that case may take this report at all.

        A text rule looks across classes, a distance rule at its own class only.
        """
        limit = rule.radius_m if isinstance(rule, DistanceMerge) else None
        if same := self._same_citizen(report, sketch, eligible, limit):
            return same
        if isinstance(rule, DistanceMerge):
            return self._by_distance(report, class_code, rule, eligible)
        return self._by_text(report, sketch, rule, eligible)

    def add(self, member: Member, class_code: str) -> tuple[str, ...]:
        """Index a member that has a sketch, in place of what it was before.

        Returns the reports that left the case's ring for it (its leader and the last 8 others stay).
        """
        self.remove(member.report_id)
        if member.sketch is None:
            return ()
        one = live(member, member.sketch, class_code)
        gone = self._rings.add(one)
        self._citizens.add(one)
        self._words.add(one)
        self._ground.add(one)
        for old in gone:
            self.remove(old.report_id)
        return tuple(old.report_id for old in gone)

    def discard(self, case_id: str) -> None:
        """The case has left memory: so do all its members."""
        for report_id in self._rings.of(case_id):
            self.remove(report_id)

    def remove(self, report_id: str) -> None:
        """One member leaves; nothing happens where it is not indexed."""
        if report_id in self._rings:
            one = self._rings.remove(report_id)
            self._citizens.remove(one)
            self._words.remove(one)
            self._ground.remove(one)

    def _same_citizen(self, report: Report, sketch: Sketch, eligible: Eligible, limit: float | None) -> Match | None:
        spot = spot_of(sketch.latitude, sketch.longitude)
        for member in self._citizens.same(report.reporter, sketch.body):
            if not (limit and far_apart(spot, member.spot, limit)) and eligible(member.case_id):
                return Match(member.case_id, MergeReason.SAME_CITIZEN, 1.0, member.report_id)
        return None

    def _by_distance(self, report: Report, class_code: str, rule: DistanceMerge, eligible: Eligible) -> Match:
        spot = spot_of(report.latitude, report.longitude)
        if spot is None:
            return Match("", MergeReason.NO_PLACE, 0.0, "")
        day = report.occurred_at.timestamp() / DAY
        for apart, leader in self._ground.within(class_code, spot, rule.radius_m):
            if abs(day - leader.day) <= rule.window_days and eligible(leader.case_id):
                near = round(1 - apart / rule.radius_m, 6)
                return Match(leader.case_id, MergeReason.NEAR_AND_SAME_CLASS, near, leader.report_id)
        return Match("", MergeReason.NOTHING_SIMILAR, 0.0, "")

    def _by_text(self, report: Report, sketch: Sketch, rule: TextMerge, eligible: Eligible) -> Match:
        if not _placed(report, sketch):
            return Match("", MergeReason.NO_PLACE, 0.0, "")
        one = self._words.ask(sketch, report.occurred_at.timestamp() / DAY)
        found = self._words.candidates(one, rule.window_days, LOOKED_AT, eligible)
        return self._verdict(one, rule.join_at, self._words.compare(one, found))

    def _verdict(self, one: Asked, join_at: float, seen: Iterable[Compared]) -> Match:
        """The best that no conflict vetoes, if it is good enough."""
        best: Compared | None = None
        for each in seen:
            best = best or each
            if each.score < join_at:
                break
            member = each.member
            if not conflict(one.sketch, member.sketch, partial(self._words.likeness, one, each.slot)):
                return Match(member.case_id, MergeReason.SAME_PLACE_AND_MATTER, each.score, member.report_id)
        if best is None:
            return Match("", MergeReason.NOTHING_SIMILAR, 0.0, "")
        reason = MergeReason.PLACE_CONFLICT if best.score >= join_at else MergeReason.BELOW_THRESHOLD
        return Match("", reason, best.score, best.member.report_id)


def _placed(report: Report, sketch: Sketch) -> bool:
    """True where anything says where it is: a place or district in the text, a hint, coordinates."""
    said = sketch.places or sketch.district or report.address or report.region
    return bool(said or spot_of(report.latitude, report.longitude))
