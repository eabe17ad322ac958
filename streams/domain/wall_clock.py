"""The clock on the wall of a place: what it reads, and when it reads that. Later moments never read earlier."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_MINUTES = range(_DAY // _MINUTE)
_INSTANT = timedelta.resolution


class WallClock:
    """The wall clock of a zone. Where the clocks are changed, nothing runs backwards."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def local(self, moment: datetime) -> datetime:
        """The moment as the wall clock shows it."""
        return moment.astimezone(self._zone)

    def reading(self, moment: datetime) -> datetime:
        """Day and time of day, without a zone. An hour that comes twice is over when it comes again."""
        local = moment.astimezone(self._zone)
        if local.fold:
            local = self.local(self._changed(moment) - _INSTANT) + _INSTANT
        return local.replace(tzinfo=None, fold=0)

    def moment(self, day: date, at: time) -> datetime:
        """When the clock first reads that, in UTC. What it jumps over is when it jumps."""
        there = datetime.combine(day, at, self._zone).astimezone(UTC)
        return there if there.astimezone(self._zone).time() == at else self._changed(there)

    def _changed(self, moment: datetime) -> datetime:
        """When the clocks were last changed, within the day before a moment."""
        offset = self.local(moment).utcoffset()
        since = moment.astimezone(UTC).replace(second=0, microsecond=0) - _DAY
        return since + _MINUTE * bisect_left(
            _MINUTES, True, key=lambda minute: self.local(since + minute * _MINUTE).utcoffset() == offset
        )
