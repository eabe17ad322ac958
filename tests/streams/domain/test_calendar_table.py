"""Due times reckoned by hand from the published calendars of 2025 and 2026 (国务院办公厅放假安排)."""

from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from deploy.policyfile import CalendarDocument
from streams.domain.calendar import WorkingCalendar
from topics.working_time import Interval, Limit, LimitUnit, Start

SHANGHAI = ZoneInfo("Asia/Shanghai")
INTERVALS = (Interval(opens=time(9), closes=time(12)), Interval(opens=time(13, 30), closes=time(17, 30)))


@cache
def china() -> WorkingCalendar:
    document = CalendarDocument(timezone="Asia/Shanghai", intervals=INTERVALS, country="CN", years=(2024, 2027))
    return WorkingCalendar(document.expanded())


def due(start: str, amount: float, unit: str, starts: Start = Start.AT_ONCE) -> str:
    begin = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    limit = Limit(amount=amount, unit=LimitUnit(unit), starts=starts)
    return f"{china().due(begin, limit).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.feature("deadlines.working-time")
@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # Spring Festival 2025: off 28 January to 4 February; worked on Sunday 26 January, Saturday 8 February
        ("2025-01-24 10:00", 1, "working_days", "2025-01-26 10:00"),
        ("2025-01-26 10:00", 2, "working_days", "2025-02-05 10:00"),
        ("2025-01-27 10:00", 1, "working_days", "2025-02-05 10:00"),
        ("2025-01-25 10:00", 1, "working_days", "2025-01-27 09:00"),
        ("2025-02-07 10:00", 1, "working_days", "2025-02-08 10:00"),
        ("2025-02-08 16:00", 1, "working_days", "2025-02-10 16:00"),
        ("2025-02-09 10:00", 1, "working_days", "2025-02-11 09:00"),
        ("2025-01-27 17:00", 1, "working_hours", "2025-02-05 09:30"),
        ("2025-02-07 17:00", 1, "working_hours", "2025-02-08 09:30"),
        ("2025-01-26 11:30", 1, "working_hours", "2025-01-26 14:00"),
        ("2025-02-08 17:00", 2, "working_hours", "2025-02-10 10:30"),
        ("2025-01-27 13:30", 11, "working_hours", "2025-02-05 17:30"),
        ("2025-01-27 17:15", 30, "working_minutes", "2025-02-05 09:15"),
        # Spring Festival 2026: off 15 to 23 February; worked on Saturdays 14 and 28 February
        ("2026-02-13 10:00", 1, "working_days", "2026-02-14 10:00"),
        ("2026-02-14 10:00", 1, "working_days", "2026-02-24 10:00"),
        ("2026-02-14 10:00", 5, "working_days", "2026-02-28 10:00"),
        ("2026-02-27 10:00", 1, "working_days", "2026-02-28 10:00"),
        ("2026-02-28 10:00", 1, "working_days", "2026-03-02 10:00"),
        ("2026-02-14 17:00", 1, "working_hours", "2026-02-24 09:30"),
        ("2026-02-18 12:00", 3, "working_hours", "2026-02-24 12:00"),
        ("2026-02-28 17:00", 60, "working_minutes", "2026-03-02 09:30"),
        # National Day 2025: off 1 to 8 October; worked on Sunday 28 September, Saturday 11 October
        ("2025-09-26 15:00", 1, "working_days", "2025-09-28 15:00"),
        ("2025-09-30 15:00", 1, "working_days", "2025-10-09 15:00"),
        ("2025-10-10 15:00", 1, "working_days", "2025-10-11 15:00"),
        ("2025-10-11 15:00", 1, "working_days", "2025-10-13 15:00"),
        ("2025-09-28 17:00", 1, "working_hours", "2025-09-29 09:30"),
        ("2025-09-30 17:00", 1, "working_hours", "2025-10-09 09:30"),
        ("2025-09-30 15:00", 3, "natural_days", "2025-10-03 15:00"),
        # 2026: off 25 to 27 September, 1 to 7 October; worked on Sunday 20 September, Saturday 10 October
        ("2026-09-18 10:00", 1, "working_days", "2026-09-20 10:00"),
        ("2026-09-24 10:00", 1, "working_days", "2026-09-28 10:00"),
        ("2026-09-30 10:00", 1, "working_days", "2026-10-08 10:00"),
        ("2026-10-09 10:00", 1, "working_days", "2026-10-10 10:00"),
        ("2026-10-10 10:00", 1, "working_days", "2026-10-12 10:00"),
        # year ends: off 1 January 2025; off 1 to 3 January 2026, worked on Sunday the 4th
        ("2024-12-31 16:00", 1, "working_days", "2025-01-02 16:00"),
        ("2025-12-31 10:00", 1, "working_days", "2026-01-04 10:00"),
        ("2025-12-31 16:30", 2, "working_hours", "2026-01-04 10:00"),
        ("2026-01-04 10:00", 1, "working_days", "2026-01-05 10:00"),
        # split shifts
        ("2025-03-03 12:10", 1, "working_hours", "2025-03-03 14:30"),
        ("2025-03-03 16:00", 1.5, "working_days", "2025-03-05 11:00"),
        ("2025-03-03 11:59", 2, "working_minutes", "2025-03-03 13:31"),
        # weekdays know no holidays; what a day off moves past closing opens the day after
        ("2025-01-25 10:00", 2, "weekdays", "2025-01-29 10:00"),
        ("2025-01-26 18:00", 2, "weekdays", "2025-01-30 09:00"),
    ],
)
def test_what_a_person_reckons(start: str, amount: float, unit: str, expected: str) -> None:
    assert due(start, amount, unit) == expected


def test_from_the_next_working_day() -> None:
    assert due("2025-01-27 10:00", 1, "working_days", Start.NEXT_WORKING_DAY) == "2025-02-06 09:00"
    assert due("2025-01-24 10:00", 24, "natural_hours", Start.NEXT_WORKING_DAY) == "2025-01-27 09:00"
