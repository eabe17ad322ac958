from collections.abc import Callable

import pytest

from tests.streams.domain.merging.stage import Stage, report
from topics.inbox import Report
from topics.merge_rule import DistanceMerge, TextMerge
from topics.reasons import MergeReason

RULE = TextMerge(join_at=0.4, window_days=90)
NewStage = Callable[[TextMerge | DistanceMerge], Stage]
TITLE = "A3区阳光花园小区一楼夜宵摊油烟扰民"
TEXT = "阳光花园小区一楼的夜宵摊每天营业到凌晨，油烟直接排进楼上住户家中，窗户都不敢开，投诉多次没有人管。"


def oily(report_id: str, place: str = "阳光花园", day: float = 0, reporter: str = "", extra: str = "") -> Report:
    title, text = (s.replace("阳光花园", place) for s in (TITLE, TEXT + extra))
    return report(report_id, title=title, text=text, day=day, reporter=reporter)


@pytest.fixture
def town(stage: NewStage) -> Stage:
    return stage(RULE)


def test_the_first_report_opens_a_case(town: Stage) -> None:
    town.take(oily("r1"))
    assert town.matches["r1"] == ("", MergeReason.NOTHING_SIMILAR, 0.0, "")


def test_one_problem_told_by_two_citizens_joins(town: Stage) -> None:
    town.take(oily("r1", reporter="a"))
    other = report(
        "r2",
        title="阳光花园小区夜宵摊油烟扰民何时能解决",
        text="A3区阳光花园小区楼下夜宵摊油烟很大，晚上吵到两点。",
        day=3,
        reporter="b",
    )
    town.take(other)
    match = town.matches["r2"]
    assert (match.case_id, match.reason, match.matched) == ("case r1", MergeReason.SAME_PLACE_AND_MATTER, "r1")
    assert 0.4 <= match.score <= 1


@pytest.mark.feature("merging.veto")
def test_a_whole_text_with_only_the_place_swapped_does_not_join(town: Stage) -> None:
    town.take(oily("r1"))
    town.take(oily("r2", place="和平家园", day=1))
    match = town.matches["r2"]
    assert (match.case_id, match.reason, match.matched) == ("", MergeReason.PLACE_CONFLICT, "r1")
    assert match.score > 0.9


def test_a_swapped_place_is_seen_among_places_that_are_the_same(town: Stage) -> None:
    shared = "地点在梅溪湖路与枫林三路交汇处，靠近润芳园。"
    town.take(oily("r1", extra=shared))
    town.take(oily("r2", place="和平家园", day=1, extra=shared))
    assert town.matches["r2"].reason is MergeReason.PLACE_CONFLICT


def test_a_place_swapped_beside_one_that_both_titles_name_is_seen(town: Stage) -> None:
    town.take(oily("r1", place="梅溪湖路阳光花园"))
    town.take(oily("r2", place="梅溪湖路和平家园", day=1))
    assert town.matches["r2"].reason is MergeReason.PLACE_CONFLICT


def test_another_district_does_not_join(town: Stage) -> None:
    town.take(oily("r1"))
    town.take(report("r2", title=TITLE.replace("A3区", "A4区"), text=TEXT, day=1))
    assert town.matches["r2"].reason is MergeReason.PLACE_CONFLICT


def test_spots_two_kilometres_apart_do_not_join(town: Stage) -> None:
    town.take(report("r1", title=TITLE, text=TEXT, spot=(28.20, 112.90)))
    town.take(report("r2", title=TITLE, text=TEXT, spot=(28.25, 112.90), day=1))
    town.take(report("r3", title=TITLE, text=TEXT, spot=(28.201, 112.90), day=1))
    assert town.matches["r2"].reason is MergeReason.PLACE_CONFLICT
    assert town.matches["r3"].case_id == "case r1"


def test_another_matter_at_the_place_stays_apart(town: Stage) -> None:
    town.take(oily("r1"))
    text = "电梯一个月坏了五次，老人下不了楼，物业公司推说没有维修基金，业主不知道应该找哪个部门，阳光花园业主求助。"
    town.take(report("r2", title="阳光花园小区电梯经常停运，维修基金去了哪里", text=text, day=1))
    assert town.matches["r2"].reason is MergeReason.BELOW_THRESHOLD
    assert town.matches["r2"].case_id == ""


def test_in_doubt_a_person_is_asked(stage: NewStage) -> None:
    """The same two reports under stricter rules: what would join is suggested, and below that it is not."""
    score, told = 0.0, []
    for join_at, suggest_at in ((0.4, 0.25), (0.999999, 0.25), (0.999999, 0.999998)):
        town = stage(TextMerge(join_at=join_at, suggest_at=suggest_at, window_days=180))
        town.run(
            [oily("r1"), report("r2", title="阳光花园夜宵摊油烟太大", text="楼下夜宵摊的油烟很大，晚上睡不着。", day=3)]
        )
        told.append(town.matches["r2"])
        score = told[0].score
    assert 0.4 <= score < 0.999998
    assert told == [
        ("case r1", MergeReason.SAME_PLACE_AND_MATTER, score, "r1"),
        ("", MergeReason.MAYBE_THE_SAME, score, "r1"),
        ("", MergeReason.BELOW_THRESHOLD, score, "r1"),
    ]


def test_the_window_closes(town: Stage) -> None:
    town.take(oily("r1"))
    town.take(oily("r2", day=90))
    town.take(oily("r3", day=181))
    assert town.matches["r2"].case_id == "case r1"
    assert town.matches["r3"].reason is MergeReason.NOTHING_SIMILAR


def test_a_report_that_occurred_earlier_joins_too(town: Stage) -> None:
    town.take(oily("r1", day=5))
    town.take(oily("r2", day=0))
    assert town.matches["r2"].case_id == "case r1"


def test_a_title_that_names_a_firm_is_as_good_as_a_place(town: Stage) -> None:
    title, text = "优速迈平台拖欠骑手工资", "我在优速迈平台跑单三个月，工资一直拖欠，希望劳动部门处理。"
    for report_id, reporter in (("r1", "a"), ("r2", "b")):
        town.take(report(report_id, title=title, text=text, reporter=reporter))
    assert town.matches["r2"].reason is MergeReason.SAME_PLACE_AND_MATTER


@pytest.mark.feature("merging.veto")
def test_without_a_place_only_the_same_citizen_joins(town: Stage) -> None:
    title, text = "补贴什么时候发放", "我去年申请了补贴，材料都交齐了，到现在也没有发放。"
    for report_id, reporter in (("r1", "a"), ("r2", "b"), ("r3", "b")):
        town.take(report(report_id, title=title, text=text, reporter=reporter))
    assert town.matches["r2"].reason is MergeReason.NO_PLACE
    assert town.matches["r3"] == ("case r2", MergeReason.SAME_CITIZEN, 1.0, "r2")


@pytest.mark.feature("merging.tell-apart")
def test_the_same_citizen_with_the_same_body_joins_at_once_after_any_time(town: Stage) -> None:
    town.take(oily("r1", reporter="a"))
    town.take(oily("r2", reporter="a", day=300))
    assert town.matches["r2"] == ("case r1", MergeReason.SAME_CITIZEN, 1.0, "r1")


def test_nobody_is_no_citizen(town: Stage) -> None:
    town.take(oily("r1"))
    town.take(oily("r2"))
    assert town.matches["r2"].reason is MergeReason.SAME_PLACE_AND_MATTER


def test_a_case_that_may_not_take_the_report_is_passed_over(stage: NewStage) -> None:
    town = stage(RULE.model_copy(update={"age_cap_days": 30.0}))
    town.take(oily("r1", reporter="a"))
    town.take(oily("r2", reporter="a", day=31))
    assert town.matches["r2"].case_id == ""


def test_of_equal_members_the_last_to_join_decides(stage: NewStage) -> None:
    town = stage(RULE)
    for report_id in ("r2", "r1", "r3"):
        town.take(oily(report_id))
    assert town.matches["r3"].matched == "r1"


def test_english_text_joins_at_one_address_and_not_at_another(town: Stage) -> None:
    said = ("Overflowing dumpster behind the restaurant", "Rats around the overflowing dumpster every night.")
    for report_id, address in (("r1", "39 Lorraine St"), ("r2", "39 Lorraine St"), ("r3", "8 Groveland Ave")):
        town.take(report(report_id, title=said[0], text=said[1], address=address))
    town.take(report("r4", title="The lamp at the corner is out", text="It is dark.", address="39 Lorraine St"))
    assert town.matches["r2"].case_id == "case r1"
    assert town.matches["r3"].reason is MergeReason.PLACE_CONFLICT
    assert town.matches["r4"].case_id == ""
