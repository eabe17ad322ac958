"""Working time: when a limit that starts at one moment is due."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from streams.domain.open_hours import LAST, OpenHours
from streams.domain.wall_clock import WallClock
from topics.model import EARLIEST
from topics.working_time import Calendar, Limit, LimitUnit, Start

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_WEEK = 7
_OPEN = {LimitUnit.WORKING_MINUTES: _MINUTE, LimitUnit.WORKING_HOURS: _HOUR}
_PLAIN = {LimitUnit.NATURAL_MINUTES: _MINUTE, LimitUnit.NATURAL_HOURS: _HOUR}
_WORKING = frozenset({*_OPEN, LimitUnit.WORKING_DAYS})


def shifted(moment: datetime, by: timedelta) -> datetime:
    """The moment moved by a span, to the millisecond, kept within the times that messages may carry."""
    moved = moment + by
    if not EARLIEST <= moved <= LAST:
        return EARLIEST if moved < EARLIEST else LAST
    beyond = moved.microsecond % 1000
    return moved - timedelta(microseconds=beyond) if beyond else moved


class WorkingCalendar:
    """The working time of one policy.

    A start outside open hours begins at the next opening. A due time lies within open hours, the closing
    included: four hours from 13:30 are over at 17:30. What would be due after 2199 is due at its end.
    Days of any kind keep the time of day; part of a day is that part of the time until the same time a day on.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._clock = WallClock(ZoneInfo(calendar.timezone))
        self._hours = OpenHours(calendar, self._clock)
        self._weekdays = sorted(set(calendar.weekdays))
        self._first, self._last = calendar.intervals[0].opens, calendar.intervals[-1].closes
        self._quiet = calendar.quiet

    def due(self, start: datetime, limit: Limit) -> datetime:
        """When the limit that starts at `start` (any zone) is over, in UTC."""
        unit, amount = limit.unit, limit.amount
        start = start.astimezone(UTC)
        if limit.starts is Start.NEXT_WORKING_DAY:
            start = self._next_working_day(start)
        if span := _OPEN.get(unit):
            return self._hours.after(start, amount * span)
        if span := _PLAIN.get(unit):
            return shifted(start, amount * span)
        if unit is LimitUnit.WORKING_DAYS:
            return self._working_days(start, amount)
        return self._days(amount, self._weekdays_from(start) if unit is LimitUnit.WEEKDAYS else self._days_from(start))

    def postponed(self, due: datetime, unit: LimitUnit, pauses: Sequence[tuple[datetime, datetime]]) -> datetime:
        """A due time, moved by as much of the unit's time as passes in the pauses: open time, or any; in UTC.

        Of a clock that is not due when a pause begins, as much is left when that ends; it is never due before.
        """
        working = unit in _WORKING
        for begins, ends in sorted(pauses):
            running = begins < due
            if not working:
                due = min(due + (ends - begins), LAST)
                continue
            due = self._hours.after(due, self._hours.between(begins, ends))
            if running and due < ends:
                due = self.opening(ends)
        return due

    def undisturbed(self, moment: datetime) -> datetime:
        """The moment, or the end of the quiet hours that it falls into, in UTC."""
        quiet = self._quiet
        if quiet is None:
            return moment
        local = self.local(moment)
        at = local.time()
        into = quiet.begins <= at < quiet.ends
        over_midnight = quiet.begins > quiet.ends
        if not into and not (over_midnight and (at >= quiet.begins or at < quiet.ends)):
            return moment
        morning = local.date() + (_DAY if over_midnight and at >= quiet.begins else timedelta())
        return max(moment, self._clock.moment(morning, quiet.ends))

    def opening(self, moment: datetime) -> datetime:
        """The moment itself within open hours, else the next opening, in UTC."""
        return self._hours.opening(moment.astimezone(UTC))

    def is_working(self, day: date) -> bool:
        """Whether the day has open hours: a make-up day does, whatever else is said of it."""
        return self._hours.is_working(day)

    def local(self, moment: datetime) -> datetime:
        """The moment on the calendar's wall clock."""
        return self._clock.local(moment)

    def _next_working_day(self, start: datetime) -> datetime:
        day = self._hours.working_day(self.local(start).date(), 1)
        return LAST if day is None else self._hours.opening(self._clock.moment(day, time.min))

    def _working_days(self, start: datetime, amount: float) -> datetime:
        whole, part = divmod(amount, 1)
        begin = self._hours.opening(start)
        due = self._working_day(begin, int(whole))
        if not part:
            return due
        return self._hours.after(due, part * self._hours.between(due, self._working_day(begin, int(whole) + 1)))

    def _working_day(self, begin: datetime, number: int) -> datetime:
        if not number:
            return begin
        reading = self._clock.reading(begin)
        day = self._hours.working_day(reading.date(), number)
        return LAST if day is None else self._hours.opening(self._clock.moment(day, reading.time()))

    def _days(self, amount: float, on: Callable[[int], datetime]) -> datetime:
        whole, part = divmod(amount, 1)
        due = on(int(whole))
        return min(due + part * (on(int(whole) + 1) - due) if part else due, LAST)

    def _days_from(self, start: datetime) -> Callable[[int], datetime]:
        reading = self._clock.reading(start)
        day, at = reading.date(), reading.time()
        return lambda number: self._clock.moment(day + number * _DAY, at) if number else start

    def _weekdays_from(self, start: datetime) -> Callable[[int], datetime]:
        """A day off first becomes the next weekday at the same time; what is then after closing, the next opening."""
        reading = self._clock.reading(start)
        day, at = reading.date(), reading.time()
        if day.isoweekday() not in self._weekdays:
            day = self._weekday(day, 1)
        if at >= self._last:
            day, at = self._weekday(day, 1), self._first
        return lambda number: self._clock.moment(self._weekday(day, number), at)

    def _weekday(self, day: date, number: int) -> date:
        """So many weekdays after a day."""
        before = sum(weekday <= day.isoweekday() for weekday in self._weekdays) - 1
        weeks, at = divmod(before + number, len(self._weekdays))
        return day + timedelta(days=_WEEK * weeks + self._weekdays[at] - day.isoweekday())
