"""Which case a report joins: the one door to merging."""

from collections.abc import Iterable
from functools import partial

from streams.domain.matching import NONE, Match, in_ms
from streams.domain.merging.citizens import CitizenIndex
from streams.domain.merging.conflict import conflict
from streams.domain.merging.ground import GroundIndex
from streams.domain.merging.live import DAY, Live
from streams.domain.merging.rings import Rings
from streams.domain.merging.settled import Cases, Eligible, Settled
from streams.domain.merging.sketch import bare_sketch, sketch_of
from streams.domain.merging.spot import far_apart, spot_of
from streams.domain.merging.weights import Weights
from streams.domain.merging.words import Asked, Compared, WordIndex
from topics.inbox import Report
from topics.memory import Sketch
from topics.policy import DistanceMerge, MergeRule, TextMerge
from topics.reasons import MergeReason

LOOKED_AT = 16


class Matcher:
    """The members in memory, indexed.

    What it answers depends on the query and on the members (in the order in which they joined) alone.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._joined = 0
        self._cases = Cases()
        self._rings = Rings()
        self._citizens = CitizenIndex()
        self._words = WordIndex()
        self._ground = GroundIndex()

    def sketch(self, report: Report, rule: MergeRule) -> Sketch:
        """What merging remembers of a report. Pure. For a distance rule the words are left out."""
        return (
            bare_sketch(report, self._weights) if isinstance(rule, DistanceMerge) else sketch_of(report, self._weights)
        )

    def match(self, report: Report, sketch: Sketch, class_code: str, rule: MergeRule) -> Match:
        """The case to join, or why none.

        A text rule looks across classes, a distance rule at its own class only.
        """
        eligible = self._cases.eligible(report, rule)
        limit = rule.radius_m if isinstance(rule, DistanceMerge) else None
        if same := self._same_citizen(sketch, eligible, limit):
            return same
        if isinstance(rule, DistanceMerge):
            return self._by_distance(report, class_code, rule, eligible)
        return self._by_text(report, sketch, rule, eligible)

    def settle(self, case: int, class_code: str, first_at: int, leaves_at: int | None) -> None:
        """A case is new, or one of these has changed; moments in milliseconds since 1970."""
        self._cases[case] = Settled(class_code, first_at, leaves_at)

    def add(self, slot: int, case: int, sketch: Sketch, leader: bool) -> tuple[int, ...]:
        """Index a member, the last to join, in place of what was in its slot before.

        Returns the slots that left the case's ring for it (its leader and the last 8 others stay).
        """
        self.remove(slot)
        self._joined += 1
        spot = spot_of(sketch.latitude, sketch.longitude)
        one = Live(slot, case, self._joined, sketch.at / DAY, leader, sketch, spot)
        gone = self._rings.add(one)
        self._citizens.add(one)
        self._words.add(one)
        self._ground.add(one, self._cases[case].class_code)
        for old in gone:
            self.remove(old)
        return gone

    def recall(self, slot: int) -> Sketch | None:
        """The sketch of the member in a slot; None where it is in no ring."""
        one = self._rings.get(slot)
        return one.sketch if one else None

    def discard(self, case: int) -> None:
        """The case has left memory: so do all its members."""
        for slot in self._rings.of(case):
            self.remove(slot)

    def remove(self, slot: int) -> None:
        """One member leaves; nothing happens where it is not indexed."""
        if self._rings.get(slot):
            one = self._rings.remove(slot)
            self._citizens.remove(one)
            self._words.remove(one)
            self._ground.remove(one, self._cases[one.case].class_code)

    def _same_citizen(self, sketch: Sketch, eligible: Eligible, limit: float | None) -> Match | None:
        spot = spot_of(sketch.latitude, sketch.longitude)
        for member in self._citizens.same(sketch.citizen):
            if not (limit and far_apart(spot, member.spot, limit)) and eligible(member.case):
                return Match(member.case, MergeReason.SAME_CITIZEN, 1.0, member.slot)
        return None

    def _by_distance(self, report: Report, class_code: str, rule: DistanceMerge, eligible: Eligible) -> Match:
        spot = spot_of(report.latitude, report.longitude)
        if spot is None:
            return Match(NONE, MergeReason.NO_PLACE, 0.0, NONE)
        day = in_ms(report.occurred_at) / DAY
        for apart, leader in self._ground.within(class_code, spot, rule.radius_m):
            if abs(day - leader.day) <= rule.window_days and eligible(leader.case):
                near = round(1 - apart / rule.radius_m, 6)
                return Match(leader.case, MergeReason.NEAR_AND_SAME_CLASS, near, leader.slot)
        return Match(NONE, MergeReason.NOTHING_SIMILAR, 0.0, NONE)

    def _by_text(self, report: Report, sketch: Sketch, rule: TextMerge, eligible: Eligible) -> Match:
        if not _placed(report, sketch):
            return Match(NONE, MergeReason.NO_PLACE, 0.0, NONE)
        one = self._words.ask(sketch, in_ms(report.occurred_at) / DAY)
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
            if not conflict(one.sketch, member.sketch, partial(self._words.likeness, one, member.slot)):
                return Match(member.case, MergeReason.SAME_PLACE_AND_MATTER, each.score, member.slot)
        if best is None:
            return Match(NONE, MergeReason.NOTHING_SIMILAR, 0.0, NONE)
        reason = MergeReason.PLACE_CONFLICT if best.score >= join_at else MergeReason.BELOW_THRESHOLD
        return Match(NONE, reason, best.score, best.member.slot)


def _placed(report: Report, sketch: Sketch) -> bool:
    """True where anything says where it is: a place or district in the text, a hint, coordinates."""
    said = sketch.places or sketch.district or report.address or report.region
    return bool(said or spot_of(report.latitude, report.longitude))
