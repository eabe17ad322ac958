"""Where a moment lies in the week of a place: working day or day off, and the hour."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from streams.domain.calendar import WorkingCalendar
from topics.model import EARLIEST

SLOT_MS = 600_000
SLOTS = 6
"""Ten-minute slots of an hour."""
HOURS = 24
AGE_DAYS = 28
"""What was learnt weighs half as much after so many days."""
WHOLE = 256
"""The weight of a new day; after eight ages nothing is left of it."""
_SLOT = timedelta(milliseconds=SLOT_MS)
_HOUR = timedelta(hours=1)
_KEPT = 1_000


class Moment(NamedTuple):
    """A ten-minute slot since 1970, its local day (proleptic number), and the hour's place among the kinds of hours.

    `sixth` is 1 in the first ten minutes of an hour, 6 in the last. `before` is the place of the hour before.
    """

    slot: int
    day: int
    place: int
    sixth: int
    before: int


class Season:
    """The kinds of hours of one calendar: 24 of days off, then 24 of working days."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._moments: dict[int, Moment] = {}
        self._seen: dict[tuple[int, int], tuple[int, int]] = {}

    def at(self, ms: int) -> Moment:
        """The moment of so many milliseconds since 1970."""
        slot = ms // SLOT_MS
        found = self._moments.get(slot)
        if found is None:
            if len(self._moments) >= _KEPT:
                self._moments.clear()
            found = self._moments[slot] = self._moment(slot)
        return found

    def place(self, day: int, hour: int) -> int:
        """The place of an hour of a day among the kinds of hours."""
        return HOURS * self._calendar.is_working(date.fromordinal(day)) + hour

    def seen(self, since: int, day: int) -> tuple[int, int]:
        """The weight of the days from `since` on that ended before `day`: those off, and the working ones."""
        found = self._seen.get((since, day))
        if found is None:
            if len(self._seen) >= _KEPT:
                self._seen.clear()
            found = self._seen[since, day] = self._weigh(since, day)
        return found

    def _moment(self, slot: int) -> Moment:
        local = self._calendar.local(EARLIEST + slot * _SLOT)
        day, hour = local.toordinal(), local.hour
        before = self.place(day, hour - 1) if hour else self.place(day - 1, HOURS - 1)
        return Moment(slot, day, self.place(day, hour), local.minute // 10 + 1, before)

    def _weigh(self, since: int, day: int) -> tuple[int, int]:
        weights = [0, 0]
        for earlier in range(max(since, day - AGE_DAYS * WHOLE.bit_length()), day):
            weights[self.place(earlier, 0) // HOURS] += WHOLE >> age(day) - age(earlier)
        return weights[0], weights[1]


def age(day: int) -> int:
    """The age that a day belongs to."""
    return day // AGE_DAYS


def hour_of(moment: datetime) -> int:
    """Hours since 1970."""
    return (moment - EARLIEST) // _HOUR


def ends(moment: Moment) -> datetime:
    """When the slot of a moment is over."""
    return EARLIEST + (moment.slot + 1) * _SLOT
