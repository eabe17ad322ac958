"""What every matcher must do: asked of the real one and of the one that tests use."""

from collections.abc import Callable

import pytest

from streams.domain.matching import Match, Matcher
from tests.streams.domain.stories import HOUR, START, TOWN, cid, report, rid
from topics.inbox import Report
from topics.memory import Member, Stamp
from topics.policy import TextMerge
from topics.reasons import MergeReason

LIGHT = "A3区梅溪湖路的路灯坏了一个多月，晚上一片漆黑，打了电话也没有人来修理"
DOGS = "A7县星沙镇凉塘路菜市场门口流浪狗成群，追咬行人和小孩，希望有关部门尽快处理"
RULE = TextMerge(join_at=0.43, window_days=90)


def anyone(_case: str) -> bool:
    return True


class MatcherContract:
    """A subclass gives `matcher`."""

    @pytest.fixture
    def matcher(self) -> Matcher:
        raise AssertionError("a subclass says which matcher is asked")

    def test_nothing_known_opens_a_case(self, matcher: Matcher) -> None:
        found = asked(matcher, report("a", LIGHT))
        assert (found.case_id, found.reason) == ("", MergeReason.NOTHING_SIMILAR)

    def test_the_same_matter_at_the_same_place_joins(self, matcher: Matcher) -> None:
        put(matcher, report("a", LIGHT, reporter="ann"))
        put(matcher, report("b", DOGS, reporter="bob"))
        found = asked(matcher, report("c", LIGHT, reporter="eve"))
        assert (found.case_id, found.matched) == (cid("a"), rid("a"))
        assert found.reason is MergeReason.SAME_PLACE_AND_MATTER
        assert RULE.join_at <= found.score <= 1

    def test_the_same_citizen_is_known_again(self, matcher: Matcher) -> None:
        put(matcher, report("a", LIGHT, reporter="ann"))
        found = asked(matcher, report("b", LIGHT, reporter="ann"))
        assert (found.case_id, found.reason) == (cid("a"), MergeReason.SAME_CITIZEN)

    def test_another_matter_at_another_place_opens_a_case(self, matcher: Matcher) -> None:
        put(matcher, report("a", LIGHT))
        assert asked(matcher, report("b", DOGS)).case_id == ""

    def test_only_eligible_cases_are_joined(self, matcher: Matcher) -> None:
        put(matcher, report("a", LIGHT))
        assert asked(matcher, report("b", LIGHT), lambda case: case != cid("a")).case_id == ""

    def test_what_was_removed_is_not_found(self, matcher: Matcher) -> None:
        put(matcher, report("a", LIGHT))
        matcher.remove(rid("a"))
        matcher.remove(rid("nobody"))
        assert asked(matcher, report("b", LIGHT)).case_id == ""

    def test_a_discarded_case_is_not_found(self, matcher: Matcher) -> None:
        put(matcher, report("a", LIGHT))
        put(matcher, report("b", LIGHT), cid("a"))
        matcher.discard(cid("a"))
        matcher.discard(cid("nobody"))
        assert asked(matcher, report("c", LIGHT)).case_id == ""

    def test_a_ring_lets_its_oldest_go_but_never_its_leader(self, matcher: Matcher) -> None:
        names = "abcdefghijkl"
        gone = [left for at, name in enumerate(names) for left in put(matcher, report(name, LIGHT), cid("a"), at)]
        assert gone
        assert gone == [rid(name) for name in names[1 : 1 + len(gone)]]

    def test_adding_the_ring_again_in_order_gives_the_same_answers(
        self, matcher: Matcher, another: Callable[[], Matcher]
    ) -> None:
        members = [member(matcher, report(name, LIGHT), cid("a"), at) for at, name in enumerate("abcdefghijkl")]
        gone = {left for each in members for left in matcher.add(each, "road")}
        restored = another()
        assert [left for each in members if each.report_id not in gone for left in restored.add(each, "road")] == []
        asking = report("z", LIGHT, at=START + HOUR)
        assert asked(restored, asking) == asked(matcher, asking)


def asked(matcher: Matcher, of: Report, eligible: Callable[[str], bool] = anyone) -> Match:
    return matcher.match(of, matcher.sketch(of, RULE), "road", RULE, eligible)


def put(matcher: Matcher, of: Report, case: str = "", at: int = 0) -> tuple[str, ...]:
    return matcher.add(member(matcher, of, case, at), "road")


def member(matcher: Matcher, of: Report, case: str, at: int) -> Member:
    stamp = Stamp(offset=at, index=0)
    own = cid(of.channel_ref)
    return Member(
        scope=TOWN,
        report_id=of.report_id,
        case_id=case or own,
        stamp=stamp,
        joined=stamp,
        occurred_at=of.occurred_at,
        received_at=of.received_at,
        reporter=of.reporter,
        content="",
        revision=1,
        redeliveries=0,
        reason=MergeReason.NOTHING_SIMILAR,
        score=0.0,
        matched="",
        leader=case in ("", own),
        sketch=matcher.sketch(of, RULE),
    )
