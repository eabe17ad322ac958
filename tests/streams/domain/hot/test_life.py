"""How long something is hot, who is told, and what is forgotten."""

from datetime import datetime

import pytest

from tests.streams.domain.hot.street import MINUTE, SECOND, TEN, Street, people, policy, season, storm
from tests.streams.domain.stories import DAY, HOUR
from topics.inbox import Report


@pytest.mark.feature("hot.life")
def test_it_cools_and_closes_by_itself() -> None:
    street = season(Street(policy()), 14, 2).hear(storm(TEN + 14 * DAY))
    last = TEN + 14 * DAY + 40 * MINUTE
    street.wait(last + 2 * HOUR - SECOND)
    assert street.opened()[0].state == "open"
    street.wait(last + 2 * HOUR)
    issue = street.opened()[0]
    assert (issue.state, issue.cooled_at, issue.closed_at) == ("cooled", last + 2 * HOUR, None)
    street.wait(last + 14 * HOUR)
    issue = street.opened()[0]
    assert (issue.state, issue.cooled_at, issue.closed_at) == ("closed", last + 2 * HOUR, last + 14 * HOUR)
    assert street.state.timers.earliest() is None
    assert street.state.watch.states() == {"open": 0, "cooled": 0}


@pytest.mark.feature("hot.life")
def test_what_has_cooled_is_hot_again_while_it_is_not_closed() -> None:
    street = season(Street(policy()), 14, 2).hear(storm(TEN + 14 * DAY))
    street.wait(TEN + 14 * DAY + 5 * HOUR)
    assert street.opened()[0].state == "cooled"
    street.hear(storm(TEN + 14 * DAY + 6 * HOUR))
    (issue,) = street.opened()
    assert (issue.state, issue.cooled_at, issue.people) == ("open", None, 80)


@pytest.mark.feature("pingshan.reminder-letter")
@pytest.mark.feature("pingshan.instant-answer")
def test_units_get_a_letter_and_later_citizens_an_answer() -> None:
    street = season(Street(policy(answer_zh="{what}:{people}人", answer_en="{people} say {what}")), 14, 2)
    street.hear(storm(TEN + 14 * DAY, 12))
    (letter,) = street.told("hot")
    assert letter.text_zh == "【提醒函】热点：道路，近一小时10人反映，平时约0.3人。请承办单位统一核查处置。"
    assert "道路. 10 people have reported it within an hour; about 0.3 are usual." in letter.text_en
    assert [one.text_zh for one in street.told("instant_answer")] == ["道路:11人", "道路:12人"]
    assert street.told("instant_answer")[0].text_en == "11 say 道路"
    assert {one.audience for one in street.told("instant_answer")} == {"reporter"}
    assert [one.report_id for one in street.told("instant_answer")] == list(street.opened()[0].first_reports[1:])
    street.unit = "养护所"
    street.hear(people(2, TEN + 14 * DAY + 20 * MINUTE))
    assert [one.unit for one in street.told("hot")] == ["", "养护所"]
    street.wait(TEN + 14 * DAY + 5 * HOUR).hear(people(1, TEN + 14 * DAY + 5 * HOUR))
    assert len(street.told("instant_answer")) == 4  # it has cooled


def test_what_a_policy_no_longer_has_is_forgotten() -> None:
    street = season(Street(policy()), 1, 2).hear(people(1, TEN, category="other"))
    later = policy("v2")
    street.rule(later.model_copy(update={"classes": later.classes[1:], "regions": ()}))
    street.hear(people(1, TEN + DAY, category="other"))
    assert {key for key in street.memory if "/hot_" in key} == {
        "town/hot_since/",
        "town/hot_people/other",
        "town/hot_baseline/other/",
    }


def regulars(at: datetime) -> list[Report]:
    """One who says who it is, and one who does not."""
    return [*people(1, at, reporter="a regular"), *people(1, at, reporter="")]


def test_what_is_remembered_is_enough_to_go_on() -> None:
    street = season(Street(policy()), 40, 2).hear(storm(TEN + 40 * DAY, 12))
    street.hear(regulars(TEN + 40 * DAY + 12 * MINUTE))
    again = Street(policy())
    again.offset = street.offset
    for record in street.memory.values():
        again.state.load(type(record).from_bytes(record.to_bytes()))
    later = [
        *regulars(TEN + 40 * DAY + 12 * MINUTE + 6 * SECOND),
        *storm(TEN + 40 * DAY + 13 * MINUTE),
        *people(3, TEN + 43 * DAY),
        *storm(TEN + 44 * DAY),
    ]
    assert street.hear(later).wait(TEN + 50 * DAY).opened() == again.hear(later).wait(TEN + 50 * DAY).opened()
    assert [one.state for one in street.opened()] == ["closed", "closed"]
    assert again.memory.items() <= street.memory.items()
