"""How people correct which reports are one case."""

from typing import Any

import pytest

from tests.streams.domain.stories import DAY, HOUR, START, TOWN, Town, action, cid, report, rid
from topics.action import ActionName
from topics.acts import Notice, Transition
from topics.case import Case
from topics.ids import case_id
from topics.inbox import Action
from topics.memory import ApartPair, Identity, Member, MergedCase
from topics.reasons import ActionReason, MergeReason
from topics.rows import Suggestion

MERGE, UNMERGE, SPLIT = ActionName.MERGE, ActionName.UNMERGE, ActionName.SPLIT
REROOT, KEEP_APART = ActionName.REROOT, ActionName.KEEP_APART
AGAIN = case_id(TOWN, rid("b"), 1)
DOGS = "dogs bark"


def town_of_two() -> Town:
    """Case a has the reports a and b, case c has c and d of other words; ann has sent a and c."""
    town = Town()
    town.tell(report("a", reporter="1" * 32), report("b", at=START + HOUR, reporter="2" * 32))
    town.tell(report("c", DOGS, START + HOUR, reporter="1" * 32), report("d", DOGS, START + 2 * HOUR))
    return town


def last(town: Town) -> Transition:
    return next(act for act in reversed(town.tables.acts) if isinstance(act, Transition))


def cases(town: Town) -> dict[str, str]:
    return {name: town.member(name).case_id for name in "abcd"}


def notices(town: Town) -> list[Notice]:
    return [act for act in town.tables.acts if isinstance(act, Notice)]


def test_a_merged_case_counts_in_the_other_and_stands_for_nothing_itself() -> None:
    town = town_of_two()
    town.tell(action(MERGE, START + 3 * HOUR, case=cid("a"), other=cid("c")))
    assert set(cases(town).values()) == {cid("a")}
    assert [town.member(name).own_case for name in "ac"] == [cid("a"), cid("c")]
    one, other = town.case("a"), town.case("c")
    assert (one.reports, one.people, one.first_at, one.last_at) == (4, 2, START, START + 2 * HOUR)
    assert (other.state, other.reports, other.people, other.merged_into) == ("merged", 0, 0, cid("a"))
    assert (last(town).case_id, last(town).other_case, last(town).accepted) == (cid("a"), cid("c"), True)


def test_a_report_like_those_of_a_merged_case_joins_the_other_and_leaves_with_it() -> None:
    town = town_of_two()
    town.tell(action(MERGE, case=cid("a"), other=cid("c")), report("e", DOGS, START + 3 * HOUR))
    assert (town.member("e").case_id, town.member("e").own_case) == (cid("a"), cid("c"))
    assert town.case("a").reports == 5
    town.tell(action(UNMERGE, START + 4 * HOUR, case=cid("c")))
    assert town.member("e").case_id == cid("c")
    assert (town.case("a").reports, town.case("c").reports) == (2, 3)


def test_a_merged_case_has_no_deadline_of_its_own_and_gets_it_back() -> None:
    town = town_of_two()
    due = town.case("c").due_at
    town.tell(action(MERGE, case=cid("a"), other=cid("c")))
    town.wait(START + 3 * DAY)
    assert {rung.case_id for rung in town.escalations()} == {cid("a")}
    town.tell(action(UNMERGE, START + 3 * DAY, case=cid("c")))
    assert (town.case("c").state, town.case("c").due_at, town.case("c").late) == ("open", due, True)
    town.wait(START + 3 * DAY)
    assert [rung.rung for rung in town.escalations() if rung.case_id == cid("c")] == ["remind", "urge"]


def test_what_was_sent_about_a_case_is_corrected_when_it_is_merged_and_when_it_comes_back() -> None:
    town = town_of_two()
    town.wait(START + 20 * HOUR)
    before = len(notices(town))
    town.tell(action(MERGE, START + 20 * HOUR, case=cid("a"), other=cid("c")))
    town.tell(action(UNMERGE, START + 20 * HOUR, case=cid("c")))
    sent = notices(town)[before:]
    assert [(one.notice, one.case_id, one.audience) for one in sent] == [
        ("merged", cid("c"), "unit"),
        ("unmerged", cid("c"), "unit"),
    ]
    assert cid("a") in sent[0].text_zh
    assert cid("a") in sent[0].text_en


def test_a_group_is_resolved_reopened_and_forgotten_as_one() -> None:
    town = town_of_two()
    town.tell(action(MERGE, case=cid("a"), other=cid("c")))
    town.tell(action(ActionName.RESOLVE, START + 3 * HOUR, of="d"))
    assert town.case("a").state == "resolved"
    town.tell(report("e", DOGS, START + 4 * HOUR))
    assert (town.case("a").state, town.case("a").round, town.case("a").reports) == ("open", 2, 5)
    town.tell(action(ActionName.RESOLVE, START + 5 * HOUR, case=cid("a")))
    town.wait(START + 5 * HOUR + 2 * DAY)
    kinds = (Case, Member, MergedCase, ApartPair)
    assert not [one for one in town.tables.memory.values() if isinstance(one, kinds)]
    known = [one for one in town.tables.memory.values() if isinstance(one, Identity)]
    assert {one.case_id for one in known} == {cid("a"), cid("c")}
    town.tell(action(ActionName.DISPATCH, START + 3 * DAY, case=cid("c")))
    assert last(town).reason == ActionReason.ALREADY_RESOLVED


def test_a_merged_case_takes_reports_as_long_as_the_other_may_be_reopened() -> None:
    town = town_of_two()
    town.tell(action(MERGE, case=cid("a"), other=cid("c")), action(ActionName.RESOLVE, START + 3 * HOUR, case=cid("a")))
    town.tell(report("e", DOGS, START + 3 * HOUR + 2 * DAY))
    assert town.member("e").own_case == cid("c")
    town.tell(action(ActionName.RESOLVE, START + 4 * HOUR + 2 * DAY, case=cid("a")))
    town.tell(report("f", DOGS, START + 5 * HOUR + 4 * DAY))
    assert town.member("f").own_case == cid("f")
    town.tell(action(UNMERGE, START + 5 * HOUR + 4 * DAY, case=cid("c")))
    town.tell(action(ActionName.RESOLVE, START + 5 * HOUR + 4 * DAY, case=cid("f")))
    town.wait(START + 6 * HOUR + 6 * DAY)
    town.tell(report("g", DOGS, START + 6 * HOUR + 6 * DAY))
    assert town.member("g").own_case == cid("c")


def test_one_report_is_taken_out_for_good() -> None:
    town = town_of_two()
    town.tell(action(UNMERGE, START + 3 * HOUR, of="b"))
    member, case = town.member("b"), town.tables.rows["case", AGAIN]
    assert (member.case_id, member.reason, member.leader) == (AGAIN, MergeReason.SPLIT_BY_HAND, True)
    assert case.model_dump(include={"state", "reports", "people", "opened_at", "first_at", "round"}) == {
        "state": "open",
        "reports": 1,
        "people": 1,
        "opened_at": START + 3 * HOUR,
        "first_at": START + HOUR,
        "round": 1,
    }
    assert (town.case("a").reports, town.case("a").people, town.case("a").last_at) == (1, 1, START)
    assert (last(town).case_id, last(town).other_case) == (cid("a"), AGAIN)
    assert ("book", f"{TOWN}/apart/{cid('a')}/{AGAIN}") in town.tables.memory or (
        "book",
        f"{TOWN}/apart/{AGAIN}/{cid('a')}",
    ) in town.tables.memory


def test_one_report_is_taken_out_of_a_merged_case_below_which_is_another() -> None:
    town = town_of_two()
    town.tell(report("e", "noise at night", START + 3 * HOUR), action(UNMERGE, START + 3 * HOUR, of="d"))
    town.tell(action(MERGE, case=cid("c"), other=cid("e")), action(MERGE, case=cid("a"), other=cid("c")))
    town.tell(*[action(UNMERGE, START + 4 * HOUR, of="c")] * 2)
    assert (town.member("c").case_id, last(town).reason) == (case_id(TOWN, rid("c"), 1), ActionReason.NOTHING_LEFT)
    assert (town.member("e").case_id, town.case("a").reports) == (cid("a"), 3)


def test_whoever_says_the_same_later_joins_the_one_that_was_taken_out_last() -> None:
    town = town_of_two()
    town.tell(action(UNMERGE, START + 3 * HOUR, of="b"), report("e", at=START + 4 * HOUR))
    assert (town.member("e").case_id, town.member("e").matched) == (AGAIN, rid("b"))


def test_when_the_leader_is_taken_out_the_next_one_leads() -> None:
    town = town_of_two()
    town.tell(action(UNMERGE, START + 3 * HOUR, of="a"))
    assert town.member("a").case_id == case_id(TOWN, rid("a"), 1)
    assert (town.member("b").leader, town.case("a").first_at) == (True, START + HOUR)


def test_a_report_that_comes_again_when_it_is_forgotten_leaves_the_case_that_it_once_opened_alone() -> None:
    town = town_of_two()
    town.tell(action(UNMERGE, START + 3 * HOUR, of="a"), action(ActionName.RESOLVE, START + 3 * HOUR, of="a"))
    town.wait(START + 6 * DAY)
    town.tell(report("a", "something else", START + 6 * DAY))
    assert town.member("a").case_id == case_id(TOWN, rid("a"), 1)
    assert (town.member("b").case_id, town.case("a").reports) == (cid("a"), 1)


def test_several_leave_together_from_a_merged_case_too() -> None:
    town = town_of_two()
    town.tell(action(MERGE, case=cid("a"), other=cid("c")))
    town.tell(action(SPLIT, START + 3 * HOUR, case=cid("a"), reports=("b", "d")))
    assert cases(town) == {"a": cid("a"), "b": AGAIN, "c": cid("a"), "d": AGAIN}
    assert (town.case("a").reports, town.tables.rows["case", AGAIN].model_dump()["reports"]) == (2, 2)
    town.tell(action(UNMERGE, START + 4 * HOUR, case=cid("c")))
    assert (town.case("a").reports, town.case("c").reports) == (1, 1)


def test_only_another_report_that_merging_compares_can_lead() -> None:
    town = town_of_two()
    town.tell(action(REROOT, START + 3 * HOUR, of="a"))
    assert last(town).reason == ActionReason.ALREADY_ROOT
    town.tell(report("e", at=START + 4 * HOUR), report("f", at=START + 5 * HOUR))
    town.tell(action(REROOT, START + 6 * HOUR, of="b"))
    assert last(town).reason == ActionReason.NO_SKETCH


def test_another_report_leads_its_case() -> None:
    town = town_of_two()
    town.tell(action(REROOT, START + 3 * HOUR, of="b"))
    assert (town.member("a").leader, town.member("b").leader) == (False, True)
    assert (last(town).action, last(town).report_id) == ("reroot", rid("b"))


def suggested(town: Town, name: str) -> Suggestion:
    row = town.tables.rows["suggestion", rid(name)]
    assert isinstance(row, Suggestion)
    return row


def town_in_doubt() -> Town:
    """Report c may be the matter of case a."""
    town = Town()
    town.tell(report("a", "a hole in the road here"), report("c", "a hole in the road there", START + HOUR))
    assert suggested(town, "c").decision == ""
    return town


def test_merging_what_was_suggested_accepts_it_and_unmerging_refuses_it() -> None:
    town = town_in_doubt()
    town.tell(action(MERGE, START + 2 * HOUR, case=cid("a"), other=cid("c")))
    assert (suggested(town, "c").decision, suggested(town, "c").decided_at) == ("accepted", START + 2 * HOUR)
    town.tell(action(UNMERGE, START + 3 * HOUR, case=cid("c")))
    assert (suggested(town, "c").decision, suggested(town, "c").decided_at) == ("refused", START + 3 * HOUR)


def test_keeping_apart_refuses_what_was_suggested() -> None:
    town = town_in_doubt()
    town.tell(action(KEEP_APART, START + 2 * HOUR, case=cid("c"), other=cid("a")))
    assert (suggested(town, "c").decision, suggested(town, "c").suggested_case) == ("refused", cid("a"))
    assert (last(town).action, last(town).other_case) == ("keep_apart", cid("a"))


@pytest.mark.parametrize(
    ("first", "asked", "why"),
    [
        ([], {"name": MERGE, "other": "town:none:0"}, ActionReason.OTHER_UNKNOWN),
        ([], {"name": MERGE, "other": cid("a")}, ActionReason.SAME_CASE),
        ([action(MERGE, case=cid("a"), other=cid("c"))], {"name": MERGE, "other": cid("c")}, ActionReason.SAME_CASE),
        ([action(ActionName.RESOLVE, of="a")], {"name": MERGE, "other": cid("c")}, ActionReason.ALREADY_RESOLVED),
        ([action(MERGE, case=cid("c"), other=cid("a"))], {"name": SPLIT, "reports": ("b",)}, ActionReason.MERGED),
        ([action(MERGE, case=cid("c"), other=cid("a"))], {"name": ActionName.DISPATCH}, ActionReason.MERGED),
        ([], {"name": UNMERGE}, ActionReason.NOT_MERGED),
        ([], {"name": SPLIT, "reports": ("c",)}, ActionReason.NOT_A_MEMBER),
        ([], {"name": SPLIT, "reports": ("b", "none")}, ActionReason.NOT_A_MEMBER),
        ([], {"name": SPLIT, "reports": ("a", "b")}, ActionReason.NOTHING_LEFT),
        ([], {"name": KEEP_APART, "other": cid("a")}, ActionReason.SAME_CASE),
        ([], {"name": KEEP_APART, "other": "town:none:0"}, ActionReason.OTHER_UNKNOWN),
        (
            [action(KEEP_APART, case=cid("c"), other=cid("a"))],
            {"name": KEEP_APART, "other": cid("c")},
            ActionReason.ALREADY_APART,
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    first: list[Action], asked: dict[str, Any], why: ActionReason
) -> None:
    town = town_of_two()
    town.tell(*first)
    rows = dict(town.tables.rows)
    town.tell(action(**asked, at=START + HOUR, case=cid("a")))
    assert (last(town).accepted, last(town).reason) == (False, why)
    assert town.tables.rows == rows
