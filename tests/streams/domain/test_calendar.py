"""Working time, proven on the Chinese calendar of 2025 and as properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.domain.calendar import WorkingCalendar, shifted
from streams.domain.open_hours import LAST
from topics.working_time import Calendar, Interval, Limit, LimitUnit

SHANGHAI = ZoneInfo("Asia/Shanghai")
INTERVALS = (Interval(opens=time(9), closes=time(12)), Interval(opens=time(13, 30), closes=time(17, 30)))


def spring_festival_and_national_day() -> Calendar:
    off = [date(2025, 1, 28) + timedelta(days=n) for n in range(8)] + [date(2025, 10, n) for n in range(1, 9)]
    on = [date(2025, 1, 26), date(2025, 2, 8), date(2025, 9, 28), date(2025, 10, 11)]
    return Calendar(timezone="Asia/Shanghai", intervals=INTERVALS, days_off=frozenset(off), days_on=frozenset(on))


def due(start: str, amount: float, unit: LimitUnit) -> str:
    begin = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    calendar = WorkingCalendar(spring_festival_and_national_day())
    return f"{calendar.due(begin, Limit(amount=amount, unit=unit)).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2025-03-03 09:00", 2, "2025-03-03 11:00"),
        ("2025-03-03 11:00", 2, "2025-03-03 14:30"),
        ("2025-03-03 13:30", 4, "2025-03-03 17:30"),
        ("2025-03-03 16:30", 2, "2025-03-04 10:00"),
        ("2025-03-03 17:30", 1, "2025-03-04 10:00"),
        ("2025-03-03 12:10", 1, "2025-03-03 14:30"),
        ("2025-03-07 17:00", 1, "2025-03-10 09:30"),
        ("2025-01-25 10:00", 1, "2025-01-26 10:00"),
        ("2025-01-27 17:00", 1, "2025-02-05 09:30"),
        ("2025-03-03 09:00", 70, "2025-03-14 17:30"),
    ],
)
def test_working_hours(start: str, hours: float, expected: str) -> None:
    assert due(start, hours, LimitUnit.WORKING_HOURS) == expected


@pytest.mark.feature("deadlines.working-time")
@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2025-03-03 10:20", 1, "2025-03-04 10:20"),
        ("2025-03-07 10:20", 1, "2025-03-10 10:20"),
        ("2025-03-03 18:00", 1, "2025-03-05 09:00"),
        ("2025-03-03 12:30", 1, "2025-03-04 13:30"),
        ("2025-01-24 10:00", 1, "2025-01-26 10:00"),
        ("2025-01-27 10:00", 1, "2025-02-05 10:00"),
        ("2025-01-30 10:00", 1, "2025-02-06 09:00"),
        ("2025-02-07 10:00", 1, "2025-02-08 10:00"),
        ("2025-09-26 15:00", 1, "2025-09-28 15:00"),
        ("2025-09-30 15:00", 1, "2025-10-09 15:00"),
        ("2025-10-10 15:00", 1, "2025-10-11 15:00"),
        ("2025-01-20 10:00", 15, "2025-02-14 10:00"),
        ("2025-03-03 10:00", 0.5, "2025-03-03 15:00"),
        ("2025-03-03 16:00", 1.5, "2025-03-05 11:00"),
    ],
)
@pytest.mark.feature("own.working-time")
def test_working_days(start: str, days: float, expected: str) -> None:
    assert due(start, days, LimitUnit.WORKING_DAYS) == expected


def test_natural_time_knows_no_nights() -> None:
    assert due("2025-01-27 23:30", 2, LimitUnit.NATURAL_HOURS) == "2025-01-28 01:30"
    assert due("2025-01-27 23:30", 1.5, LimitUnit.NATURAL_DAYS) == "2025-01-29 11:30"


def test_a_shifted_moment_is_one_that_messages_may_carry() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert shifted(noon, timedelta(microseconds=1999)) == noon + timedelta(milliseconds=1)


def test_nothing_is_due_after_the_times_that_messages_carry() -> None:
    calendar = WorkingCalendar(spring_festival_and_national_day())
    start = datetime(2199, 12, 30, tzinfo=UTC)
    for unit in LimitUnit:
        assert calendar.due(start, Limit(amount=100_000, unit=unit)) == LAST
    assert shifted(datetime(1970, 1, 2, tzinfo=UTC), -timedelta(days=9)) == datetime(1970, 1, 1, tzinfo=UTC)


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York"])
WORKING = st.sampled_from([LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS])
AMOUNTS = st.one_of(st.integers(1, 60).map(float), st.floats(0.01, 60))


def in_zone(name: str) -> WorkingCalendar:
    return WorkingCalendar(spring_festival_and_national_day().model_copy(update={"timezone": name}))


@pytest.mark.feature("deadlines.working-time")
@given(MOMENTS, AMOUNTS, WORKING, ZONES)
def test_a_working_deadline_never_falls_into_closed_hours(
    start: datetime, amount: float, unit: LimitUnit, zone: str
) -> None:
    calendar = in_zone(zone)
    local = calendar.local(calendar.due(start, Limit(amount=amount, unit=unit)))
    assert calendar.is_working(local.date())
    assert any(i.opens <= local.time() <= i.closes for i in INTERVALS)


@given(MOMENTS, MOMENTS, AMOUNTS, WORKING, ZONES)
def test_who_starts_later_is_due_no_earlier(
    one: datetime, other: datetime, amount: float, unit: LimitUnit, zone: str
) -> None:
    calendar, limit = in_zone(zone), Limit(amount=amount, unit=unit)
    earlier, later = sorted([one, other])
    assert calendar.due(earlier, limit) <= calendar.due(later, limit)


@given(MOMENTS, AMOUNTS, AMOUNTS, ZONES)
def test_more_hours_are_due_later(start: datetime, few: float, more: float, zone: str) -> None:
    calendar = in_zone(zone)
    short, long = (Limit(amount=n, unit=LimitUnit.WORKING_HOURS) for n in sorted([few, more]))
    assert calendar.due(start, short) <= calendar.due(start, long)
