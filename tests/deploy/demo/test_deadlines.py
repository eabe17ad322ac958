"""The self-check's own deadlines: slow and simple, and the same as the stream's."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo.audit.found import Row
from deploy.demo.audit.hours import due
from deploy.demo.audit.known import Horizon
from deploy.demo.audit.pairs import pairs
from deploy.demo.audit.rungs import Due, Fired, deadlines, must_fire, was_overtaken
from deploy.demo.stage import POLICY
from deploy.policyfile import load_policy
from streams.domain.calendar import WorkingCalendar
from topics.working_time import Calendar, Interval, Limit, LimitUnit, Start

RULES = load_policy(POLICY)
SPLIT = Calendar(
    timezone="Asia/Shanghai",
    intervals=(Interval(opens=time(9), closes=time(12)), Interval(opens=time(13, 30), closes=time(17, 30))),
    days_off=frozenset({datetime(2026, 3, 4, tzinfo=UTC).date()}),
    days_on=frozenset({datetime(2026, 3, 7, tzinfo=UTC).date()}),
)
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
LAST = Horizon(NINE + 9 * HOUR, 1_000)
CASE = {"case_id": "east:a:0", "class_code": "e-lamp"}  # four natural hours


@given(
    minutes=st.integers(0, 7 * 24 * 60),
    millis=st.integers(0, 59_999),
    amount=st.sampled_from([0.5, 1, 1.5, 2, 3]),
    unit=st.sampled_from(LimitUnit),
    starts=st.sampled_from(Start),
)
def test_a_limit_is_over_when_the_stream_says_so(
    minutes: int, millis: int, amount: float, unit: LimitUnit, starts: Start
) -> None:
    start = FIRST + timedelta(minutes=minutes, milliseconds=millis)
    limit = Limit(amount=amount, unit=unit, starts=starts)
    assert due(SPLIT, start, limit) == WorkingCalendar(SPLIT).due(start, limit)


def told(version: int, action: str, at: datetime = NINE, reason: str = "accepted", report: str = "a") -> Row:
    return {"version": version, "action": action, "at": at, "reason": reason, "report_id": report}


def known(*history: Row) -> Due:
    return deadlines(RULES, CASE, history, {"a": NINE, "b": NINE + 3 * HOUR})


def hours(*history: Row) -> set[tuple[int, str, float]]:
    """Round, rung, and hours after nine of each rung that must have fired."""
    fired = must_fire(RULES, CASE, known(*history), LAST)
    return {(one.round, one.rung, (one.fire_at - NINE) / HOUR) for one in fired}


OPENED = told(1, "open", reason="nothing_similar")


def test_every_rung_fires_until_the_case_is_resolved() -> None:
    assert hours(OPENED) == {(1, "remind", 3), (1, "urge", 4)}
    assert hours(OPENED, told(2, "resolve", NINE + 3.5 * HOUR)) == {(1, "remind", 3)}
    assert hours(OPENED, told(2, "resolve", NINE + 4 * HOUR)) == {(1, "remind", 3), (1, "urge", 4)}


@pytest.mark.parametrize(
    "again", [told(3, "reopen", NINE + 3 * HOUR), told(3, "join", reason="same_place_and_matter", report="b")]
)
def test_a_case_opened_again_starts_anew(again: Row) -> None:
    resolved = told(2, "resolve", NINE + 1 * HOUR)
    assert hours(OPENED, resolved, again) == {(2, "remind", 6), (2, "urge", 7)}


def test_what_the_stream_refuses_changes_nothing() -> None:
    early, wrong = told(2, "resolve", NINE - HOUR), told(3, "reopen", NINE + HOUR)
    assert hours(OPENED, early, wrong, told(4, "dispatch")) == hours(OPENED)


def test_what_the_last_tick_did_not_reach_or_know_of_need_not_have_fired() -> None:
    assert not must_fire(RULES, CASE, known(OPENED), Horizon(NINE + 2 * HOUR, 1_000))
    assert not must_fire(RULES, CASE, known(OPENED), Horizon(NINE + 9 * HOUR, 1))


def test_a_rung_may_fire_while_the_news_is_on_its_way_but_not_afterwards() -> None:
    case = known(OPENED, told(7, "resolve", NINE + 2 * HOUR))
    reminded = Fired("east:a:0", 1, "remind", NINE + 3 * HOUR)
    assert was_overtaken(reminded, 6, case)
    assert not was_overtaken(reminded, 8, case)
    assert not was_overtaken(reminded._replace(round=2), 6, case)


def test_precision_and_recall_count_pairs() -> None:
    true = dict(zip("abcdef", "xxxyyz", strict=True))
    assert pairs(true, dict(zip("abcdef", "112233", strict=True))) == (1 / 3, 1 / 4)
    assert pairs(true, true) == (1, 1)
