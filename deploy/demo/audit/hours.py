"""When a limit is over, walked minute by minute: slow, simple, and nothing of the stream's own calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from topics.working_time import Calendar, Interval, Limit, LimitUnit

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def due(calendar: Calendar, start: datetime, limit: Limit) -> datetime:
    """When `limit` is over that starts at `start`, in UTC."""
    if limit.unit is LimitUnit.NATURAL_HOURS:
        return start + limit.amount * _HOUR
    if limit.unit is LimitUnit.NATURAL_DAYS:
        return start + limit.amount * _DAY
    if limit.unit is LimitUnit.WORKING_HOURS:
        return _worked(calendar, start, limit.amount * _HOUR)
    begin = _opening(calendar, start)
    for _ in range(int(limit.amount)):
        begin = _next_working_day(calendar, begin)
    if part := limit.amount % 1:
        return _worked(calendar, begin, part * sum(map(_length, calendar.intervals), timedelta()))
    return begin


def _worked(calendar: Calendar, start: datetime, left: timedelta) -> datetime:
    """The moment at which so much open time has passed."""
    at = start
    while True:
        step = _next_minute(at) - at
        if _is_open(calendar, at):
            if left <= step:
                return at + left
            left -= step
        at += step


def _opening(calendar: Calendar, at: datetime) -> datetime:
    while not _is_open(calendar, at):
        at = _next_minute(at)
    return at


def _next_working_day(calendar: Calendar, at: datetime) -> datetime:
    at += _DAY
    while not _is_working_day(calendar, at):
        at += _DAY
    return _opening(calendar, at)


def _length(interval: Interval) -> timedelta:
    opens, closes = interval.opens, interval.closes
    return timedelta(hours=closes.hour - opens.hour, minutes=closes.minute - opens.minute)


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + _MINUTE


def _is_open(calendar: Calendar, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(calendar.timezone)).time()
    return _is_working_day(calendar, at) and any(i.opens <= local < i.closes for i in calendar.intervals)


def _is_working_day(calendar: Calendar, at: datetime) -> bool:
    day = at.astimezone(ZoneInfo(calendar.timezone)).date()
    return day in calendar.days_on or (day.isoweekday() in calendar.weekdays and day not in calendar.days_off)
