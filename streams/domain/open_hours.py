"""The open hours of a calendar, added up year by year: looked up, never walked through."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from streams.domain.wall_clock import WallClock
from topics.model import LATEST
from topics.working_time import Calendar

LAST = LATEST - timedelta(milliseconds=1)
_LAST_YEAR = 2199
_DAY = timedelta(days=1)
_NONE = timedelta(0)


class Year(NamedTuple):
    """The working days of a year, its open hours in order, in UTC, and how much is over when each of them closes."""

    days: list[date]
    opens: list[datetime]
    closes: list[datetime]
    sums: list[timedelta]

    @property
    def whole(self) -> timedelta:
        """All open time of the year."""
        return self.sums[-1] if self.sums else _NONE

    def passed(self, moment: datetime) -> timedelta:
        """How much of the year's open time is over at a moment."""
        at = bisect_right(self.closes, moment)
        if at == len(self.closes):
            return self.whole
        return self.sums[at] - (self.closes[at] - max(self.opens[at], moment))

    def after(self, passed: timedelta) -> datetime:
        """The first moment at which so much of it is over: more than none, no more than the whole."""
        at = bisect_left(self.sums, passed)
        return self.closes[at] - (self.sums[at] - passed)


class OpenHours:
    """The open hours of one calendar, of every year that was asked for. What would be after 2199 is at its end."""

    def __init__(self, calendar: Calendar, clock: WallClock) -> None:
        self._calendar = calendar
        self._clock = clock
        self._years: dict[int, Year] = {}

    def is_working(self, day: date) -> bool:
        """Whether the day has open hours: a make-up day does, whatever else is said of it."""
        rule = self._calendar
        return day in rule.days_on or (day.isoweekday() in rule.weekdays and day not in rule.days_off)

    def opening(self, moment: datetime) -> datetime:
        """The moment itself within open hours, else the next opening."""
        for year in self._from(self._clock.local(moment).year):
            at = bisect_right(year.closes, moment)
            if at < len(year.closes):
                return max(year.opens[at], moment)
        return LAST

    def after(self, start: datetime, left: timedelta) -> datetime:
        """When so much open time has passed since a start; the start itself after none."""
        if not left:
            return start
        first = self._clock.local(start).year
        left += self._year(first).passed(start)
        for year in self._from(first):
            if left <= year.whole:
                return year.after(left)
            left -= year.whole
        return LAST

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much open time passes from start to end; none where that is before."""
        if end <= start:
            return _NONE
        first, last = self._clock.local(start).year, self._clock.local(end).year
        whole = sum((self._year(year).whole for year in range(first, last)), _NONE)
        return whole + self._year(last).passed(end) - self._year(first).passed(start)

    def working_day(self, day: date, number: int) -> date | None:
        """The first, second, ... working day after a day; None after 2199."""
        number += bisect_right(self._year(day.year).days, day) - 1
        for year in self._from(day.year):
            if number < len(year.days):
                return year.days[number]
            number -= len(year.days)
        return None

    def _from(self, first: int) -> Iterator[Year]:
        return (self._year(year) for year in range(first, _LAST_YEAR + 1))

    def _year(self, year: int) -> Year:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self._read(year)
        return found

    def _read(self, number: int) -> Year:
        first = date(number, 1, 1)
        every = (first + n * _DAY for n in range((date(number + 1, 1, 1) - first).days))
        year = Year([day for day in every if self.is_working(day)], [], [], [])
        for day in year.days:
            for interval in self._calendar.intervals:
                self._add(year, day, interval.opens, interval.closes)
        return year

    def _add(self, year: Year, day: date, opens: time, closes: time) -> None:
        """Add one interval of a day; where the clocks jump over it, there is none."""
        window = self._clock.moment(day, opens), self._clock.moment(day, closes)
        if window[0] < window[1]:
            year.opens.append(window[0])
            year.closes.append(window[1])
            year.sums.append(year.whole + (window[1] - window[0]))
