"""When a limit is over, walked minute by minute: slow, simple, and nothing of the stream's own calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from topics.working_time import Calendar, Interval, Limit, LimitUnit, Start

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_NATURAL = {
    LimitUnit.NATURAL_MINUTES: _MINUTE,
    LimitUnit.NATURAL_HOURS: _HOUR,
    LimitUnit.NATURAL_DAYS: _DAY,
}
_WORKING = {LimitUnit.WORKING_MINUTES: _MINUTE, LimitUnit.WORKING_HOURS: _HOUR}


def due(calendar: Calendar, start: datetime, limit: Limit) -> datetime:
    """When `limit` is over that starts at `start`, in UTC. The zone's clocks are never changed."""
    if limit.starts is Start.NEXT_WORKING_DAY:
        start = _morning(calendar, start)
    if limit.unit in _NATURAL:
        return start + limit.amount * _NATURAL[limit.unit]
    if limit.unit in _WORKING:
        return _worked(calendar, start, limit.amount * _WORKING[limit.unit])
    if limit.unit is LimitUnit.WEEKDAYS:
        return _weekdays(calendar, start, limit.amount)
    begin = _opening(calendar, start)
    for _ in range(int(limit.amount)):
        begin = _next_working_day(calendar, begin)
    if part := limit.amount % 1:
        return _worked(calendar, begin, part * sum(map(_length, calendar.intervals), timedelta()))
    return begin


def undisturbed(calendar: Calendar, at: datetime) -> datetime:
    """That moment, or where it lies in quiet hours their end."""
    while _is_quiet(calendar, at):
        at = _next_minute(at)
    return at


def _is_quiet(calendar: Calendar, at: datetime) -> bool:
    if calendar.quiet is None:
        return False
    begins, ends, local = calendar.quiet.begins, calendar.quiet.ends, at.astimezone(ZoneInfo(calendar.timezone)).time()
    return begins <= local < ends if begins < ends else not ends <= local < begins


def _weekdays(calendar: Calendar, start: datetime, amount: float) -> datetime:
    at = start.astimezone(ZoneInfo(calendar.timezone))
    if at.isoweekday() not in calendar.weekdays:
        at = _next_weekday(calendar, at)
    if at.time() >= calendar.intervals[-1].closes:
        at = datetime.combine(_next_weekday(calendar, at).date(), calendar.intervals[0].opens, at.tzinfo)
    for _ in range(int(amount)):
        at = _next_weekday(calendar, at)
    return at + amount % 1 * (_next_weekday(calendar, at) - at)


def _next_weekday(calendar: Calendar, at: datetime) -> datetime:
    at += _DAY
    while at.isoweekday() not in calendar.weekdays:
        at += _DAY
    return at


def _morning(calendar: Calendar, at: datetime) -> datetime:
    """The opening of the next working day."""
    zone = ZoneInfo(calendar.timezone)
    day = at.astimezone(zone).date()
    while at.astimezone(zone).date() == day or not _is_open(calendar, at):
        at = _next_minute(at)
    return at


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
