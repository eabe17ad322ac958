"""What must hold for working time, whatever the limit, the zone and the pauses."""

import os
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.demo.audit import hours
from streams.domain.calendar import WorkingCalendar
from topics.working_time import Calendar, Interval, Limit, LimitUnit, QuietHours

EXAMPLES = settings(max_examples=int(os.environ.get("JIESU_EXAMPLES", "300")), deadline=None)
SPLIT = (Interval(opens=time(9), closes=time(12)), Interval(opens=time(13, 30), closes=time(17, 30)))
NIGHT = (Interval(opens=time(0, 30), closes=time(2, 30)), Interval(opens=time(20), closes=time(23, 30)))


def calendar(zone: str, intervals: tuple[Interval, ...]) -> WorkingCalendar:
    off, on = frozenset({date(2025, 11, 3)}), frozenset({date(2025, 11, 2), date(2025, 3, 9)})
    quiet = QuietHours(begins=time(22), ends=time(7))
    every = Calendar(timezone=zone, intervals=intervals, days_off=off, days_on=on, quiet=quiet)
    return WorkingCalendar(every)


CALENDARS = st.sampled_from(
    [calendar("Asia/Shanghai", SPLIT), calendar("America/New_York", SPLIT), calendar("America/New_York", NIGHT)]
)
AUTUMN, SPRING = datetime(2025, 10, 31, tzinfo=UTC), datetime(2025, 3, 7, tzinfo=UTC)
MOMENTS = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from([AUTUMN, SPRING]),
    st.integers(0, 8 * 24 * 60),
)
WORKING = st.sampled_from([LimitUnit.WORKING_MINUTES, LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS])
ANY = st.sampled_from(LimitUnit)
STEADY = st.sampled_from([unit for unit in LimitUnit if unit is not LimitUnit.WEEKDAYS])
AMOUNTS = st.one_of(st.integers(1, 60).map(float), st.floats(0.1, 60))
GAPS = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 3000)), min_size=1, max_size=4)


@pytest.mark.feature("deadlines.working-time")
@EXAMPLES
@given(CALENDARS, st.tuples(MOMENTS, MOMENTS), AMOUNTS, STEADY)
def test_who_starts_later_is_due_no_earlier(
    of: WorkingCalendar, moments: tuple[datetime, datetime], amount: float, unit: LimitUnit
) -> None:
    earlier, later = (of.due(moment, Limit(amount=amount, unit=unit)) for moment in sorted(moments))
    assert earlier <= later


@EXAMPLES
@given(CALENDARS, MOMENTS, st.tuples(AMOUNTS, AMOUNTS), ANY)
def test_a_longer_limit_is_due_no_earlier(
    of: WorkingCalendar, start: datetime, amounts: tuple[float, float], unit: LimitUnit
) -> None:
    short, long = (of.due(start, Limit(amount=amount, unit=unit)) for amount in sorted(amounts))
    assert short <= long
    assert of.due(short, Limit(amount=amounts[0], unit=unit)) >= short


@EXAMPLES
@given(CALENDARS, MOMENTS, AMOUNTS, WORKING, GAPS)
def test_a_pause_gives_back_what_it_takes(
    of: WorkingCalendar, start: datetime, amount: float, unit: LimitUnit, gaps: list[tuple[int, int]]
) -> None:
    due, pauses, at = of.due(start, Limit(amount=amount, unit=unit)), [], start
    moved = due
    for wait, length in gaps:
        begins = at + timedelta(minutes=wait)
        at = begins + timedelta(minutes=length)
        pauses.append((begins, at))
        running, before = begins < moved, moved
        moved = of.postponed(moved, unit, pauses[-1:])
        assert moved >= before
        assert not running or moved >= at
    assert of.postponed(due, unit, pauses) == moved


@EXAMPLES
@given(st.integers(0, 4000), st.sampled_from([0.25, 1, 2.5]), ANY)
def test_a_slow_walk_comes_to_the_same(minutes: int, amount: float, unit: LimitUnit) -> None:
    plain = Calendar(timezone="Asia/Shanghai", intervals=SPLIT, days_off=frozenset({date(2025, 11, 3)}))
    start, limit = AUTUMN + timedelta(minutes=minutes), Limit(amount=amount, unit=unit)
    assert WorkingCalendar(plain).due(start, limit) == hours.due(plain, start, limit)


@EXAMPLES
@given(CALENDARS, MOMENTS)
def test_nobody_is_disturbed_in_quiet_hours(of: WorkingCalendar, moment: datetime) -> None:
    at = of.undisturbed(moment)
    assert moment <= at <= moment + timedelta(hours=10)
    assert time(7) <= of.local(at).time() < time(22)
