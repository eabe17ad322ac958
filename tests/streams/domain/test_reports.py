"""What a report does."""

import pytest

from streams.domain.changes import Heard
from tests.fakes.matcher import ALIKE
from tests.rows import rows_of
from tests.streams.domain.stories import DAY, HOUR, START, TOWN, Town, action, change, cid, policy, report, rid
from topics.action import ActionName
from topics.case import Case
from topics.inbox import Report
from topics.memory import Member
from topics.reasons import MergeReason, Outcome
from topics.rows import Suggestion


def test_a_new_report_opens_a_case() -> None:
    town = Town()
    town.tell(report("a", region="middle", reporter="ann", received_at=START + HOUR))
    case = town.case("a")
    assert (case.state, case.class_code, case.region, case.reports, case.people) == ("open", "road", "n1", 1, 1)
    assert (case.opened_at, case.first_at, case.due_at) == (START + HOUR, START, START + HOUR + DAY)
    assert town.transitions() == [("open", "", "open", True)]
    assert (town.member("a").leader, town.member("a").reason) == (True, MergeReason.NOTHING_SIMILAR)


def test_the_clock_says_why() -> None:
    town = Town()
    town.tell(report("a"), report("b", "no light", category="?"))
    cases = [town.tables.memory["cases", cid(name)] for name in "ab"]
    assert [case.clock.why for case in cases if isinstance(case, Case)] == [
        "24 natural hours from 2025-03-03 09:00",
        "2 working days from 2025-03-03 09:00",
    ]


@pytest.mark.feature("reports.classify-place")
@pytest.mark.parametrize(
    ("hint", "code", "by"),
    [("road", "road", "hint"), (" 道路", "road", "hint"), ("POTHOLE", "road", "hint"), ("x", "other", "fallback")],
)
def test_a_category_hint_that_resolves_wins(hint: str, code: str, by: str) -> None:
    town = Town()
    town.tell(report("a", category=hint))
    assert (town.report("a").class_code, town.report("a").class_by) == (code, by)


@pytest.mark.feature("reports.classify-place")
@pytest.mark.parametrize(
    ("hint", "region", "level"),
    [("north", "n", 1), ("北街", "n1", 2), ("middle", "n1", 2), ("N", "n", 1), ("", "unknown", 0), ("x", "unknown", 0)],
)
def test_a_place_is_the_deepest_region_known_and_never_null(hint: str, region: str, level: int) -> None:
    town = Town()
    town.tell(report("a", region=hint))
    assert (town.report("a").region, town.report("a").region_level) == (region, level)


@pytest.mark.feature("reports.identity")
def test_equal_content_again_changes_only_a_counter() -> None:
    town = Town()
    town.tell(report("a", reporter="ann"))
    before, case = town.report("a"), town.case("a")
    again = report("a", reporter="eve", occurred_at=START + HOUR, received_at=START + DAY)
    town.tell(again, again)
    assert town.report("a") == before.model_copy(update={"redeliveries": 2, "version": 3})
    assert town.case("a") == case


@pytest.mark.feature("reports.identity")
def test_other_content_is_a_revision_that_stays_in_its_case() -> None:
    town = Town()
    town.tell(report("a"), report("b"), report("b", "no light"))
    row = town.report("b")
    assert (row.revision, row.redeliveries, row.text) == (2, 0, "no light")
    assert town.member("b").case_id == cid("a")
    assert town.transitions()[-1] == ("revise", "open", "open", True)
    town.tell(report("c", "no light"))
    assert (town.member("c").case_id, town.member("c").matched) == (cid("a"), rid("b"))


@pytest.mark.parametrize(
    "changed",
    [report("a", title="t"), report("a", address="x"), report("a", region="n"), report("a", latitude=1.0)],
)
def test_title_and_place_hints_are_content(changed: Report) -> None:
    town = Town()
    town.tell(report("a"), changed)
    assert town.report("a").revision == 2


@pytest.mark.feature("merging.tell-apart")
def test_people_are_distinct_known_reporters() -> None:
    town = Town()
    told = [
        report(name, reporter=who) for name, who in [("a", "ann"), ("b", "bob"), ("c", ""), ("d", "ann"), ("e", "bob")]
    ]
    town.tell(*told)
    case = town.case("a")
    assert (case.reports, case.people, case.urges) == (5, 2, 1)
    assert [transition[0] for transition in town.transitions()] == ["open", "join", "join", "urge", "join"]


def test_a_case_spans_its_reports() -> None:
    town = Town()
    town.tell(report("a", at=START + HOUR), report("b"), report("c", at=START + DAY))
    assert (town.case("a").first_at, town.case("a").last_at) == (START, START + DAY)


@pytest.mark.feature("merging.per-class")
def test_a_case_takes_no_reports_after_its_age_cap() -> None:
    town = Town()
    town.tell(report("a"), report("b", at=START + 20 * DAY), report("c", at=START + 20 * DAY + HOUR))
    assert town.case("a").reports == 2
    assert town.case("c").reports == 1


@pytest.mark.feature("merging.reopen")
def test_a_match_reopens_a_case_within_the_window() -> None:
    town = Town()
    town.tell(report("a"), action(ActionName.RESOLVE, START + HOUR, of="a"))
    town.tell(report("b", at=START + HOUR + 2 * DAY))
    case = town.case("a")
    assert (case.state, case.round, case.resolved_at) == ("open", 2, None)
    assert case.due_at == START + HOUR + 3 * DAY
    assert town.transitions()[-2:] == [("join", "resolved", "resolved", True), ("reopen", "resolved", "open", True)]


def test_a_match_past_the_window_opens_another_case() -> None:
    town = Town()
    town.tell(report("a"), action(ActionName.RESOLVE, START, of="a"), report("b", at=START + 2 * DAY + HOUR))
    assert (town.case("a").state, town.case("b").state) == ("resolved", "open")


def test_a_report_received_before_the_resolution_joins_without_reopening() -> None:
    town = Town()
    town.tell(report("a"), action(ActionName.RESOLVE, START + HOUR, of="a"), report("b", at=START + HOUR))
    assert (town.case("a").state, town.case("a").reports) == ("resolved", 2)


def test_who_leaves_the_ring_loses_the_sketch() -> None:
    town = Town()
    town.tell(*(report(name) for name in "abcd"))
    members = [town.tables.memory["members", rid(name)] for name in "abcd"]
    assert [m.sketch is None for m in members if isinstance(m, Member)] == [False, True, False, False]


def test_a_case_and_its_reports_keep_the_policy_they_were_accepted_under() -> None:
    town = Town()
    town.wait(START)
    town.tell(report("a"), change(policy("v2", limit_hours=5)), report("b"), report("c", "no light"))
    assert (town.case("a").policy_version, town.report("b").policy_version) == ("v1", "v1")
    assert (town.case("c").policy_version, town.case("c").due_at) == ("v2", START + 5 * HOUR)


@pytest.mark.feature("merging.outcomes")
def test_in_doubt_a_report_opens_a_case_and_a_person_is_asked() -> None:
    town = Town()
    later = report("b", "the hole in Mill Street", at=START + HOUR)
    told = town.tell(report("a", "the hole in Mill Lane"), later, report("c", "dogs"))
    (asked,) = [row for row in rows_of(told.sheets) if isinstance(row, Suggestion)]
    assert asked == Suggestion(
        scope=TOWN,
        report_id=rid("b"),
        case_id=cid("b"),
        suggested_case=cid("a"),
        matched=rid("a"),
        score=ALIKE,
        at=START + HOUR,
        policy_version="v1",
        version=2,
    )
    assert (town.member("b").case_id, town.member("b").reason) == (cid("b"), MergeReason.MAYBE_THE_SAME)
    assert (town.case("a").reports, town.case("b").reports) == (1, 1)
    assert told.heard[Heard(Outcome.SUGGESTED, MergeReason.MAYBE_THE_SAME)] == 1
