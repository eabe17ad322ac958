"""What every matcher must do: asked of the real one and of the one that tests use."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest

from streams.domain.matching import NEVER, NONE, Joining, Match, Matcher, Settled, in_ms
from tests.streams.domain.stories import DAY, HOUR, START, report
from topics.inbox import Report
from topics.merge_rule import TextMerge
from topics.reasons import MergeReason

LIGHT = "A3区梅溪湖路的路灯坏了一个多月，晚上一片漆黑，打了电话也没有人来修理"
DARK = "A3区梅溪湖路的路灯坏了，老人晚上出门很危险，请街道尽快安排师傅过来"
DOGS = "A7县星沙镇凉塘路菜市场门口流浪狗成群，追咬行人和小孩，希望有关部门尽快处理"
RULE = TextMerge(join_at=0.43, window_days=90, age_cap_days=20)
A, B, C = 7, 3, 5  # slots; the case that a report opens has its slot for a number


class MatcherContract:
    """A subclass gives `matcher`, and `another` that makes more of its kind."""

    @pytest.fixture
    def matcher(self) -> Matcher:
        raise AssertionError("a subclass says which matcher is asked")

    def test_nothing_known_opens_a_case(self, matcher: Matcher) -> None:
        assert asked(matcher, report("a", LIGHT)) == Match(NONE, MergeReason.NOTHING_SIMILAR, 0.0, NONE)

    def test_the_same_matter_at_the_same_place_joins(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT, reporter="ann"))
        put(matcher, B, report("b", DOGS, reporter="bob"))
        found = asked(matcher, report("c", LIGHT, reporter="eve"))
        assert (found.case, found.slot) == (A, A)
        assert found.reason is MergeReason.SAME_PLACE_AND_MATTER
        assert RULE.join_at <= found.score <= 1

    def test_what_is_alike_but_too_little_to_join_is_for_a_person(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT, reporter="ann"))
        strict = RULE.model_copy(update={"join_at": 0.999})
        found = asked(matcher, report("b", DARK, reporter="eve"), strict)
        assert (found.case, found.reason, found.slot) == (NONE, MergeReason.MAYBE_THE_SAME, A)
        assert strict.suggest_at <= found.score < strict.join_at

    def test_the_same_citizen_is_known_again(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT, reporter="ann"))
        found = asked(matcher, report("b", LIGHT, reporter="ann"))
        assert (found.case, found.reason) == (A, MergeReason.SAME_CITIZEN)

    def test_what_is_closed_or_too_old_is_followed(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT))
        matcher.settle(A, "road", in_ms(START), in_ms(START))
        found = asked(matcher, report("b", LIGHT, at=START + HOUR))
        assert (found.case, found.reason, found.slot) == (NONE, MergeReason.FOLLOWS_CLOSED, A)
        matcher.settle(A, "road", in_ms(START - 21 * DAY), None)
        assert asked(matcher, report("b", LIGHT, at=START + HOUR)).reason is MergeReason.FOLLOWS_CLOSED
        put(matcher, B, report("b", LIGHT, at=START + HOUR))
        assert asked(matcher, report("c", LIGHT, at=START + 2 * HOUR)).case == B

    def test_another_matter_at_another_place_opens_a_case(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT))
        assert asked(matcher, report("b", DOGS)).case == NONE

    @pytest.mark.parametrize(("late", "case"), [(timedelta(0), A), (timedelta(milliseconds=1), NONE)])
    def test_a_case_ages_from_its_first_report(self, matcher: Matcher, late: timedelta, case: int) -> None:
        put(matcher, A, report("a", LIGHT))
        matcher.settle(A, "road", in_ms(START - DAY), None)
        assert asked(matcher, report("b", LIGHT, occurred_at=START + 19 * DAY + late)).case == case

    @pytest.mark.parametrize(("late", "case"), [(timedelta(0), A), (timedelta(milliseconds=1), NONE)])
    def test_a_resolved_case_takes_reports_until_it_leaves(self, matcher: Matcher, late: timedelta, case: int) -> None:
        put(matcher, A, report("a", LIGHT))
        matcher.settle(A, "road", in_ms(START), in_ms(START + DAY))
        assert asked(matcher, report("b", LIGHT, START + DAY + late)).case == case
        matcher.settle(A, "road", in_ms(START), None)
        assert asked(matcher, report("b", LIGHT, START + DAY + late)).case == A

    def test_what_was_removed_is_not_found(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT))
        assert matcher.recall(A) == matcher.sketch(report("a", LIGHT), RULE)
        matcher.remove(A)
        matcher.remove(B)
        assert matcher.recall(A) is matcher.recall(B) is None
        assert asked(matcher, report("b", LIGHT)).case == NONE

    def test_a_discarded_case_is_not_found(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT))
        put(matcher, B, report("b", LIGHT), case=A)
        matcher.discard(A)
        matcher.discard(C)
        assert asked(matcher, report("c", LIGHT)).case == NONE

    def test_a_slot_that_is_free_is_given_again(self, matcher: Matcher) -> None:
        put(matcher, A, report("a", LIGHT))
        matcher.discard(A)
        put(matcher, A, report("b", DOGS))
        assert asked(matcher, report("c", LIGHT)).case == NONE
        assert asked(matcher, report("c", DOGS)).slot == A

    def test_a_ring_lets_its_oldest_go_but_never_its_leader(self, matcher: Matcher) -> None:
        gone = [left for slot in range(12) for left in put(matcher, slot, report("a", LIGHT), case=0)]
        assert gone
        assert gone == list(range(1, 1 + len(gone)))

    def test_a_ring_put_back_in_order_gives_the_same_answers(
        self, matcher: Matcher, another: Callable[[], Matcher]
    ) -> None:
        gone = {left for slot in range(12) for left in put(matcher, slot, report("a", LIGHT), case=0)}
        restored = another()
        restored.settle_all(Settled(np.array([30]), ["road"], np.array([in_ms(START)]), np.array([NEVER])))
        sketch = matcher.sketch(report("a", LIGHT), RULE)
        restored.hold({30 - slot: sketch for slot in reversed(range(12))})
        restored.hold({30 - slot: None for slot in gone})
        slots = np.arange(30, 18, -1)
        restored.restore(Joining(slots, np.full(12, 30), slots == 30))
        assert restored.recall(30) == sketch
        asking = report("z", LIGHT, at=START + HOUR)
        again, found = asked(restored, asking), asked(matcher, asking)
        assert again._replace(case=30 - again.case, slot=30 - again.slot) == found


def asked(matcher: Matcher, of: Report, rule: TextMerge = RULE) -> Match:
    return matcher.match(of, matcher.sketch(of, rule), "road", rule)


def put(matcher: Matcher, slot: int, of: Report, case: int = NONE) -> tuple[int, ...]:
    """A member that opens a case of its slot's number, or joins a case."""
    case = slot if case == NONE else case
    if slot == case:
        matcher.settle(case, "road", in_ms(of.occurred_at), None)
    return matcher.add(slot, case, matcher.sketch(of, RULE), leader=slot == case)
