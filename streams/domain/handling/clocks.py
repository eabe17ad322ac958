"""One deadline of a case as it runs: when it is due, after all pauses and extensions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from streams.domain.calendar import WorkingCalendar, shifted
from streams.domain.limits import kept
from topics.deadline import ClockName, LimitRule
from topics.working_time import Limit

_NOTHING = timedelta(0)


@dataclass(slots=True)
class Running:
    """One clock: the case's own (`unit` ''), or a unit's; its `round` counts from 1; of a staged limit one `stage`.

    `firm_since` is since when its due time has stood: nothing is said of it as if it had been known earlier.
    """

    clock: ClockName
    unit: str
    stage: str
    round: int
    start: datetime
    rule: LimitRule
    limit: Limit
    firm_since: datetime
    due: datetime
    statutory: datetime
    done: datetime | None = None
    paused_at: datetime | None = None
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    extension: Limit | None = None

    @property
    def runs(self) -> bool:
        """Whether time passes on it."""
        return self.done is None and self.paused_at is None

    def standing(self) -> tuple[object, ...]:
        """All of it that may change."""
        return self.limit, self.due, self.statutory, self.done, self.paused_at, len(self.pauses), self.extension

    @property
    def lapses(self) -> bool:
        """Whether it just ends, and nobody is late: a time in which one may do something."""
        return self.clock is ClockName.RETURN

    def late(self, now: datetime) -> bool:
        """Whether it is past due at a moment, or was when it was done. One that is paused is not late."""
        return not self.lapses and self.paused_at is None and _over(self.done, self.due, now)

    def paused(self) -> timedelta:
        """How long it has been paused, all told, in plain time."""
        return sum((resumed - paused for paused, resumed in self.pauses), _NOTHING)

    def pause(self, at: datetime) -> None:
        """Let no time pass on it, unless it is done or due already: being late is not undone."""
        if self.runs and at < self.due:
            self.paused_at = at

    def resume(self, at: datetime, calendar: WorkingCalendar) -> None:
        """Let it run on: what was left of it is left."""
        if self.paused_at is not None:
            self.pauses.append((self.paused_at, at))
            self.paused_at = None
            self._reckon(at, calendar)

    def extend(self, by: Limit, at: datetime, calendar: WorkingCalendar) -> None:
        """Let it be due later by so much."""
        self.extension = by
        self._reckon(at, calendar)

    def limit_by(self, rule: LimitRule, at: datetime, calendar: WorkingCalendar) -> None:
        """Another limit is right, from the clock's start on; pauses and extension stay."""
        limit = _limit(rule, self.stage)
        if (rule, limit) != (self.rule, self.limit):
            self.rule, self.limit = rule, limit
            self._reckon(at, calendar)

    def _reckon(self, at: datetime, calendar: WorkingCalendar) -> None:
        self.firm_since = at
        self.due = self._moved(calendar.due(self.start, self.limit), calendar)
        self.statutory = self._moved(calendar.due(self.start, _statutory(self.rule, self.limit, self.stage)), calendar)

    def _moved(self, due: datetime, calendar: WorkingCalendar) -> datetime:
        if self.extension is not None:
            due = calendar.due(due, self.extension)
        if self.pauses:
            due = calendar.postponed(due, self.limit.unit, self.pauses)
        return shifted(due, _NOTHING)


def started(
    clock: ClockName, rule: LimitRule, calendar: WorkingCalendar, start: datetime, round_: int, unit: str = ""
) -> Iterator[Running]:
    """A clock that starts, and one for each stage of its limit, where it has stages."""
    for stage in ("", *(one.stage for one in rule.stages)):
        limit = _limit(rule, stage)
        due = shifted(calendar.due(start, limit), _NOTHING)
        statutory = due if stage or rule.compress == 1 else shifted(calendar.due(start, rule.limit), _NOTHING)
        yield Running(clock, unit, stage, round_, start, rule, limit, start, due, statutory)


def _limit(rule: LimitRule, stage: str) -> Limit:
    """The limit of a stage; of the whole where the rule has no such stage."""
    return next((one.limit for one in rule.stages if one.stage == stage), None) or kept(rule)


def _statutory(rule: LimitRule, limit: Limit, stage: str) -> Limit:
    return limit if stage else rule.limit


def _over(done: datetime | None, due: datetime, now: datetime) -> bool:
    return done > due if done is not None else now >= due
