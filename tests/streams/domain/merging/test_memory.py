"""What a matcher answers depends on the members in it alone, however they came and went."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.matching import Match
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.rings import LAST
from streams.domain.merging.weights import Weights
from tests.streams.domain.merging.stage import T0, Stage, member, report
from topics.inbox import Report
from topics.memory import Member
from topics.policy import DistanceMerge, TextMerge
from topics.reasons import MergeReason

TEXT = TextMerge(join_at=0.2, window_days=90)
DISTANCE = DistanceMerge(radius_m=500, window_days=90)
PLACES = ("阳光花园小区", "和平家园小区", "梅溪湖路", "丽发新城", "")
MATTERS = ("夜宵摊油烟扰民", "电梯停运没人修", "搅拌站噪音太大", "路灯坏了", "乱收停车费")

reports = st.builds(
    lambda place, matter, day, who, east: report(
        title=place + matter,
        text=f"{matter}，请到{place}看一看",
        at=T0 + timedelta(days=day),
        reporter=who,
        spot=(28.2, 112.9 + east / 1000),
    ),
    st.sampled_from(PLACES),
    st.sampled_from(MATTERS),
    st.integers(0, 40),
    st.sampled_from(("", "a", "b")),
    st.integers(0, 5),
)
steps = st.lists(st.tuples(reports, st.sampled_from(("take", "take", "take", "take", "discard", "remove", "revise"))))


def play(stage: Stage, steps: list[tuple[Report, str]]) -> None:
    """Fold steps as a casebook would: `members` holds what memory would hold."""
    for offset, (said, step) in enumerate(steps):
        known = [m for m in stage.members.values() if m.sketch]
        one = known[offset % len(known)] if known else None
        if step == "take" or one is None:
            stage.take(said.altered(report_id=f"r{offset}"))
        elif step == "discard":
            stage.matcher.discard(one.case_id)
            forget(stage, {m.report_id for m in stage.members.values() if m.case_id == one.case_id})
        elif step == "remove":
            stage.matcher.remove(one.report_id)
            forget(stage, {one.report_id})
        else:
            revise(stage, one, said)


def forget(stage: Stage, gone: set[str]) -> None:
    for report_id in gone:
        stage.members[report_id] = stage.members[report_id].altered(sketch=None)


def revise(stage: Stage, one: Member, said: Report) -> None:
    """The text changes, the place in the order does not."""
    changed = one.altered(sketch=stage.matcher.sketch(said, TEXT))
    stage.members[one.report_id] = changed
    stage.matcher.remove(one.report_id)
    forget(stage, set(stage.matcher.add(changed, "")))


def restored(weights: Weights, stage: Stage) -> Matcher:
    matcher = Matcher(weights)
    for one in sorted(stage.members.values(), key=lambda m: m.joined.order):
        assert matcher.add(one, "") == ()
    return matcher


@settings(deadline=None, max_examples=60)
@given(steps=steps, asked=st.lists(reports, min_size=1, max_size=5), rule=st.sampled_from((TEXT, DISTANCE)))
def test_restoring_gives_equal_answers(
    weights: Weights, steps: list[tuple[Report, str]], asked: list[Report], rule: TextMerge | DistanceMerge
) -> None:
    stage = Stage(Matcher(weights), TEXT)
    play(stage, steps)
    again = restored(weights, stage)
    for said in asked:
        sketch = stage.matcher.sketch(said, TEXT)
        answers = [m.match(said, sketch, "", rule, lambda _: True) for m in (stage.matcher, again)]
        assert answers[0] == answers[1]


def test_a_ring_keeps_the_leader_and_the_last_eight_others(weights: Weights) -> None:
    matcher = Matcher(weights)
    gone = [add(matcher, f"r{n}", "case r0" if n else "", n) for n in range(LAST + 4)]
    assert gone == [()] * (LAST + 1) + [("r1",), ("r2",), ("r3",)]


def test_a_member_that_is_older_than_a_full_ring_leaves_it_at_once(weights: Weights) -> None:
    matcher = Matcher(weights)
    for n in (0, *range(2, LAST + 2)):
        add(matcher, f"r{n}", "case r0" if n else "", n)
    assert add(matcher, "r1", "case r0", 1) == ("r1",)


def test_the_order_of_joining_counts_not_the_order_of_adding(weights: Weights) -> None:
    matcher = Matcher(weights)
    for n in (2, 3, 1):
        add(matcher, f"r{n}", "", n)
    said = report("r9", title="阳光花园小区停水", reporter="a")
    assert matcher.match(said, matcher.sketch(said, TEXT), "", TEXT, lambda _: True).matched == "r3"


def test_what_left_is_not_found_again(weights: Weights) -> None:
    matcher = Matcher(weights)
    add(matcher, "r0", "", 0)
    matcher.discard("case r0")
    matcher.remove("r0")
    said = report("r1", title="阳光花园小区停水")
    match = matcher.match(said, matcher.sketch(said, TEXT), "", TEXT, lambda _: True)
    assert match == ("", MergeReason.NOTHING_SIMILAR, 0.0, "")


def test_a_member_without_a_sketch_is_not_indexed(weights: Weights) -> None:
    matcher = Matcher(weights)
    said = report("r0", title="阳光花园小区停水")
    one = member(said, None, Match("", MergeReason.NOTHING_SIMILAR, 0.0, ""), 0)
    assert matcher.add(one, "") == ()
    assert matcher.match(said, matcher.sketch(said, TEXT), "", TEXT, lambda _: True).matched == ""


def add(matcher: Matcher, report_id: str, case_id: str, offset: int) -> tuple[str, ...]:
    said = report(report_id, title="阳光花园小区停水", reporter="a")
    match = Match(case_id, MergeReason.NOTHING_SIMILAR, 0.0, "")
    return matcher.add(member(said, matcher.sketch(said, TEXT), match, offset), "")
