"""Working time: when a limit that starts at one moment is due."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from topics.model import EARLIEST, LATEST
from topics.working_time import Calendar, Limit, LimitUnit

LAST = LATEST - timedelta(milliseconds=1)
_LAST_DAY = date(2199, 12, 31)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)

Window = tuple[datetime, datetime]


def shifted(moment: datetime, by: timedelta) -> datetime:
    """The moment moved by a span, to the millisecond, kept within the times that messages may carry."""
    moved = min(max(moment + by, EARLIEST), LAST)
    beyond = moved.microsecond % 1000
    return moved - timedelta(microseconds=beyond) if beyond else moved


class WorkingCalendar:
    """The open hours of one policy, as UTC windows.

    A start outside open hours begins at the next opening. A due time lies within open hours, the closing
    included: four hours from 13:30 are over at 17:30. What would be due after 2199 is due at its end.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.timezone)
        self._windows: dict[date, tuple[Window, ...]] = {}

    def due(self, start: datetime, limit: Limit) -> datetime:
        """When the limit that starts at `start` (any zone) is over, in UTC."""
        match limit.unit:
            case LimitUnit.WORKING_HOURS:
                return self._after_hours(start, limit.amount * _HOUR)
            case LimitUnit.WORKING_DAYS:
                return self._after_days(start, limit.amount)
            case LimitUnit.NATURAL_HOURS:
                return shifted(start, limit.amount * _HOUR)
            case LimitUnit.NATURAL_DAYS:
                return shifted(start, limit.amount * _DAY)

    def opening(self, moment: datetime) -> datetime:
        """The moment itself within open hours, else the next opening, in UTC."""
        return next((max(opens, moment) for opens, _ in self._from(moment)), LAST)

    def is_working(self, day: date) -> bool:
        """Whether the day has open hours: a make-up day does, whatever else is said of it."""
        rule = self._calendar
        return day in rule.days_on or (day.isoweekday() in rule.weekdays and day not in rule.days_off)

    def local(self, moment: datetime) -> datetime:
        """The moment on the calendar's wall clock."""
        return moment.astimezone(self._zone)

    def _after_hours(self, start: datetime, left: timedelta) -> datetime:
        for opens, closes in self._from(start):
            begin = max(opens, start)
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        return LAST

    def _after_days(self, start: datetime, amount: float) -> datetime:
        """So many working days on, at the same time of day; part of a day is that part of its open hours."""
        begin = self.opening(start)
        whole, part = divmod(amount, 1)
        if whole:
            begin = self._days_on(begin, int(whole))
        return self._after_hours(begin, part * self._length(self.local(begin).date())) if part else begin

    def _days_on(self, begin: datetime, days: int) -> datetime:
        local = self.local(begin)
        later = (day for day in _days_from(local.date() + _DAY) if self.is_working(day))
        target = next(islice(later, days - 1, None), None)
        return LAST if target is None else self.opening(self._moment(target, local.time()))

    def _length(self, day: date) -> timedelta:
        return sum((closes - opens for opens, closes in self._on(day)), timedelta())

    def _from(self, moment: datetime) -> Iterator[Window]:
        """The windows that close after the moment, in order."""
        for day in _days_from(self.local(moment).date()):
            for window in self._on(day):
                if window[1] > moment:
                    yield window

    def _on(self, day: date) -> tuple[Window, ...]:
        found = self._windows.get(day)
        if found is None:
            found = self._windows[day] = tuple(self._read(day))
        return found

    def _read(self, day: date) -> Iterator[Window]:
        if not self.is_working(day):
            return
        for interval in self._calendar.intervals:
            opens, closes = self._moment(day, interval.opens), self._moment(day, interval.closes)
            if opens < closes:
                yield opens, closes

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._zone).astimezone(UTC)


def _days_from(day: date) -> Iterator[date]:
    while day <= _LAST_DAY:
        yield day
        day += _DAY
