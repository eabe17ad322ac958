"""When something is hot; seasons are of quiet weeks unless they say otherwise."""

import pytest

from tests.streams.domain import stories
from tests.streams.domain.hot.street import MINUTE, SECOND, TEN, Street, people, policy, season, storm
from tests.streams.domain.stories import DAY, HOUR, START


def areas(street: Street) -> list[str]:
    return [issue.region for issue in street.opened()]


@pytest.mark.feature("hot.rate")
def test_far_more_people_than_usual_are_a_hot_issue_with_its_evidence() -> None:
    street = season(Street(policy()), 14, 2)
    assert not street.issues
    street.hear(storm(TEN + 14 * DAY))
    (issue,) = street.opened()
    assert (issue.class_code, issue.region, issue.state) == ("road", "", "open")
    assert (issue.opened_at, issue.line) == (TEN + 14 * DAY + 9 * MINUTE, 10)
    assert (issue.reports, issue.people, issue.peak) == (40, 40, 40)
    assert issue.by_hour == (40,)
    assert issue.usual_by_hour == pytest.approx((2.0,), abs=0.01)
    assert len(issue.first_reports) == 20


def test_what_is_usual_is_not_hot_though_it_be_much() -> None:
    street = season(Street(policy()), 21, 12)
    assert not street.issues
    assert len(street.hear(storm(TEN + 21 * DAY)).issues) == 1


def test_people_count_not_posts() -> None:
    street = season(Street(policy()), 14, 2)
    street.hear(people(40, TEN + 14 * DAY, MINUTE, reporter="the same"))
    assert not street.issues


def test_nothing_is_hot_before_the_class_has_been_watched() -> None:
    street = Street(policy(warm_up_days=7)).hear(storm(START))
    assert not street.hear(storm(START + 6 * DAY)).issues
    assert len(street.hear(storm(START + 8 * DAY + 3 * HOUR)).issues) == 1


def test_a_site_may_call_hot_whatever_is_new() -> None:
    assert len(Street(policy(warm_up_days=0)).hear(storm(START)).issues) == 1
    assert not Street(policy(warm_up_days=0, on=False)).hear(storm(START)).issues


def test_a_class_that_another_policy_brings_is_watched_from_then_on() -> None:
    street = season(Street(policy()), 14, 2)
    roads, other = stories.policy().classes
    new = roads.model_copy(update={"code": "bridge", "name": "桥", "words": ("bridge",)})
    street.rule(policy("v2").model_copy(update={"classes": (roads, new, other)}))
    street.hear(people(40, TEN + 14 * DAY, MINUTE, category="bridge"))
    assert not street.issues
    street.hear(storm(TEN + 14 * DAY))
    assert [issue.class_code for issue in street.opened()] == ["road"]


@pytest.mark.feature("hot.rate")
def test_a_storm_hides_neither_itself_nor_the_next_one() -> None:
    street = season(Street(policy()), 14, 2)
    for hour in range(8):
        street.hear(storm(TEN + 14 * DAY + hour * HOUR, 60))
    (issue,) = street.opened()
    assert (issue.state, issue.people) == ("open", 480)
    assert issue.by_hour == (60,) * 8
    street.hear(storm(TEN + 16 * DAY))
    assert [one.state for one in street.opened()] == ["closed", "open"]


@pytest.mark.feature("hot.rate")
def test_one_street_office_alone_is_hot_where_the_whole_is_not() -> None:
    street = Street(policy())
    for day in range(14):
        street.hear(people(40, TEN + day * DAY, MINUTE, region=""))
    street.hear(people(15, TEN + 14 * DAY, MINUTE, region="middle"))
    assert areas(street) == ["n"]  # the widest area that is hot: its street lies within
    street.hear(people(40, TEN + 14 * DAY + 15 * MINUTE, MINUTE, region="middle"))
    assert areas(street) == ["n"]


def test_old_reports_and_wrong_clocks_move_nothing() -> None:
    street = season(Street(policy()), 14, 2)
    at = TEN + 14 * DAY
    for report in storm(TEN - 300 * DAY):
        street.hear_at(report, at)
    for report in storm(at + 300 * DAY):
        street.hear_at(report, at)
    assert len(street.settle().issues) == 1  # what claims to be of the future was heard now
    for report in storm(at + 2 * DAY):
        street.hear_at(report, at + 2 * DAY + HOUR + DAY)
    assert len(street.settle().issues) == 1


def test_a_backlog_that_comes_at_once_fills_its_own_hours() -> None:
    street = season(Street(policy()), 14, 2)
    for report in people(60, TEN + 14 * DAY - 8 * HOUR, 8 * MINUTE):
        street.hear_at(report, TEN + 14 * DAY)
    assert not street.settle().issues


def test_unnamed_people_within_seconds_are_a_batch() -> None:
    street = season(Street(policy()), 14, 2)
    street.hear(people(300, TEN + 14 * DAY, 2 * SECOND, reporter=""))
    assert not street.issues
    assert len(street.hear(people(40, TEN + 15 * DAY, MINUTE, reporter="")).issues) == 1


def test_a_flood_of_unnamed_people_is_not_taken_for_a_clerk() -> None:
    street = season(Street(policy()), 14, 2)
    street.hear(people(3000, TEN + 14 * DAY, SECOND, reporter=""))
    assert len(street.issues) == 1


def test_unnamed_people_have_to_last() -> None:
    street = season(Street(policy()), 14, 2)
    street.hear(people(30, TEN + 14 * DAY, 15 * SECOND, reporter=""))
    assert not street.issues
    assert len(street.hear(people(30, TEN + 15 * DAY, 15 * SECOND)).issues) == 1
