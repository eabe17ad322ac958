"""The self-check's own deadlines: slow and simple, and the same as the stream's."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo.audit.found import Row
from deploy.demo.audit.hours import due, undisturbed
from deploy.demo.audit.known import Horizon
from deploy.demo.audit.pairs import pairs
from deploy.demo.audit.rungs import Due, deadlines, must_fire
from deploy.demo.stage import POLICY
from deploy.policyfile import load_policy
from streams.domain.calendar import WorkingCalendar
from topics.deadline import Rung
from topics.working_time import Calendar, Interval, Limit, LimitUnit, QuietHours, Start

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


def test_what_the_last_tick_did_not_reach_need_not_have_fired() -> None:
    assert not must_fire(RULES, CASE, known(OPENED), Horizon(NINE + 2 * HOUR, 1_000))


def test_what_was_done_counts_in_the_order_of_its_time_whenever_it_is_heard() -> None:
    resolved, again = told(4, "resolve", NINE + 1 * HOUR), told(3, "reopen", NINE + 2 * HOUR)
    assert hours(OPENED, again, resolved) == {(2, "remind", 5), (2, "urge", 6)}
    first, second = told(2, "resolve", NINE + 3.5 * HOUR), told(3, "resolve", NINE + 2 * HOUR)
    assert hours(OPENED, first, second) == set()


def test_a_report_opens_a_case_again_only_where_it_is_heard_to_be_resolved() -> None:
    joined = told(2, "join", reason="same_place_and_matter", report="b")
    assert hours(OPENED, joined, told(3, "resolve", NINE + 1 * HOUR)) == set()


def test_no_rung_fires_before_its_round_begins() -> None:
    early = RULES.model_copy(update={"ladder": (Rung(rung="early", before=9 * HOUR, audience="unit"),)})
    assert {one.fire_at for one in must_fire(early, CASE, known(OPENED), LAST)} == {NINE}


@pytest.mark.parametrize(("begins", "ends"), [(time(22), time(7)), (time(0), time(6, 30)), (time(12), time(14))])
@given(minutes=st.integers(0, 2 * 24 * 60), millis=st.integers(0, 59_999))
def test_quiet_hours_end_when_the_stream_says_so(begins: time, ends: time, minutes: int, millis: int) -> None:
    calendar = SPLIT.model_copy(update={"quiet": QuietHours(begins=begins, ends=ends)})
    at = FIRST + timedelta(minutes=minutes, milliseconds=millis)
    assert undisturbed(calendar, at) == WorkingCalendar(calendar).undisturbed(at)


def test_quiet_hours_hold_a_rung_that_is_not_loud() -> None:
    quiet = RULES.calendar.model_copy(update={"quiet": QuietHours(begins=time(12), ends=time(14))})
    remind = next(rung for rung in RULES.ladder if rung.rung == "remind")
    ladder = remind, remind.model_copy(update={"rung": "loud", "loud": True})
    held = RULES.model_copy(update={"calendar": quiet, "ladder": ladder})
    fired = {(one.rung, (one.fire_at - NINE) / HOUR) for one in must_fire(held, CASE, known(OPENED), LAST)}
    assert fired == {("remind", 5), ("loud", 3)}


def test_precision_and_recall_count_pairs() -> None:
    true = dict(zip("abcdef", "xxxyyz", strict=True))
    assert pairs(true, dict(zip("abcdef", "112233", strict=True))) == (1 / 3, 1 / 4)
    assert pairs(true, true) == (1, 1)
