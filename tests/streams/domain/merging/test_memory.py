"""What a matcher answers depends on the members in it alone, however they came and went."""

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.matching import NONE, Joining, Match, in_ms
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.seats import LAST
from streams.domain.merging.weights import Weights
from tests.streams.domain.merging.stage import T0, Stage, report
from topics.inbox import Report
from topics.merge_rule import DistanceMerge, TextMerge
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
            discard(stage, one.case_id)
        elif step == "remove":
            stage.matcher.remove(stage.slots.of(one.report_id))
            stage.forget({one.report_id})
        else:
            stage.matcher.remove(stage.slots.of(one.report_id))
            stage.put(one._replace(sketch=stage.matcher.sketch(said, TEXT)))


def discard(stage: Stage, case_id: str) -> None:
    """The case leaves memory: its number and slots are given again."""
    stage.matcher.discard(stage.numbers.free(case_id))
    for report_id in [m.report_id for m in stage.members.values() if m.case_id == case_id]:
        stage.slots.free(report_id)
        del stage.members[report_id]


def restored(weights: Weights, stage: Stage) -> Stage:
    """Another stage with the same members under other numbers."""
    again = Stage(Matcher(weights), stage.rule)
    for one in sorted(stage.members.values(), key=lambda m: m.report_id):
        again.slots.of(one.report_id)
        again.matcher.settle(again.numbers.of(one.case_id), "", in_ms(T0), None)
    for one in stage.members.values():
        again.put(one)
    assert again.members == stage.members
    return again


@settings(deadline=None, max_examples=60)
@given(steps=steps, asked=st.lists(reports, min_size=1, max_size=5), rule=st.sampled_from((TEXT, DISTANCE)))
def test_restoring_gives_equal_answers(
    weights: Weights, steps: list[tuple[Report, str]], asked: list[Report], rule: TextMerge | DistanceMerge
) -> None:
    stage = Stage(Matcher(weights), TEXT)
    play(stage, steps)
    stage.rule = rule
    again = restored(weights, stage)
    for said in asked:
        sketch = stage.matcher.sketch(said, TEXT)
        assert stage.ask(said, sketch) == again.ask(said, sketch)


def test_a_ring_keeps_the_leader_and_the_last_eight_others(weights: Weights) -> None:
    matcher = Matcher(weights)
    gone = [add(matcher, n, 0) for n in range(LAST + 4)]
    assert gone == [()] * (LAST + 1) + [(1,), (2,), (3,)]


def test_the_order_of_joining_counts_not_the_slot(weights: Weights) -> None:
    matcher = Matcher(weights)
    for slot in (2, 3, 1):
        add(matcher, slot, slot)
    said = report("r9", title="阳光花园小区停水", reporter="a")
    assert matcher.match(said, matcher.sketch(said, TEXT), "", TEXT).slot == 1


def test_what_left_is_not_found_again(weights: Weights) -> None:
    matcher = Matcher(weights)
    add(matcher, 0, 0)
    matcher.discard(0)
    matcher.remove(0)
    said = report("r1", title="阳光花园小区停水")
    match = matcher.match(said, matcher.sketch(said, TEXT), "", TEXT)
    assert match == Match(NONE, MergeReason.NOTHING_SIMILAR, 0.0, NONE)


def test_a_sketch_is_recalled_while_its_member_is_in_a_ring(weights: Weights) -> None:
    matcher = Matcher(weights)
    for n in range(LAST + 2):
        add(matcher, n, 0)
    assert matcher.recall(0) == matcher.sketch(report(title="阳光花园小区停水", reporter="a"), TEXT)
    assert matcher.recall(1) is matcher.recall(99) is None


def test_a_sketch_of_another_version_is_let_go_and_its_member_in_no_ring(weights: Weights) -> None:
    matcher = Matcher(weights)
    said = report(title="阳光花园小区停水", reporter="a")
    sketch = matcher.sketch(said, TEXT)
    matcher.settle(0, "", in_ms(T0), None)
    matcher.hold({0: sketch, 1: sketch.altered(version=1), 2: sketch})
    matcher.hold({2: sketch.altered(version=3, packed=b"")})
    slots = np.arange(3)
    matcher.restore(Joining(slots, np.zeros(3, np.int64), slots == 0))
    assert [matcher.recall(slot) for slot in range(3)] == [sketch, None, None]
    assert matcher.match(said, sketch, "", TEXT).slot == 0


def add(matcher: Matcher, slot: int, case: int) -> tuple[int, ...]:
    """The member of a case in a slot; the one in the slot of the case's number leads it."""
    matcher.settle(case, "", in_ms(T0), None)
    return matcher.add(slot, case, matcher.sketch(report(title="阳光花园小区停水", reporter="a"), TEXT), slot == case)
