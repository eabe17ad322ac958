"""What was found, in the words of the rules."""

from collections.abc import Mapping

from streams.domain.merging import finding
from streams.domain.merging.likeness import MILLION
from topics.merge_rule import DistanceMerge, MergeRule
from topics.reasons import MergeReason

_REASONS: Mapping[int, MergeReason] = {
    finding.NOT_PLACED: MergeReason.NO_PLACE,
    finding.NOTHING: MergeReason.NOTHING_SIMILAR,
    finding.BELOW: MergeReason.BELOW_THRESHOLD,
    finding.CONFLICT: MergeReason.PLACE_CONFLICT,
    finding.ALIKE: MergeReason.SAME_PLACE_AND_MATTER,
    finding.NEAR: MergeReason.NEAR_AND_SAME_CLASS,
    finding.SAME: MergeReason.SAME_CITIZEN,
}


def outcome(how: int, value: int, rule: MergeRule) -> tuple[MergeReason, float]:
    """Why, and the score, 0 to 1: a probability, or how near within the radius; see `finding.Found`."""
    if how == finding.SAME:
        return MergeReason.SAME_CITIZEN, 1.0
    if isinstance(rule, DistanceMerge):
        return _REASONS[how], round(1 - value / 100 / rule.radius_m, 6) if how == finding.NEAR else 0.0
    score = value / MILLION
    maybe = how == finding.BELOW and score >= rule.suggest_at
    return MergeReason.MAYBE_THE_SAME if maybe else _REASONS[how], score
