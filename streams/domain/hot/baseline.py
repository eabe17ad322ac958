"""How many people an area has in the last hour, how many are usual, and how many are far too many."""

from math import isqrt
from typing import NamedTuple

from streams.domain.hot.season import HOURS, SLOTS, WHOLE, Moment, Season, age
from topics.hot import HotBaseline, HotIssue
from topics.hot_rule import HotRule
from topics.stamp import Stamp

MILLI = 1_000
_PARTS = 3
_FAR = 9
"""An hour strays by three standard deviations at most: what is learnt of a storm must not hide the next."""


class Place(NamedTuple):
    """A class in an area; '' is the whole scope."""

    code: str
    region: str


class Lines(NamedTuple):
    """People per hour, in thousandths: the usual number, what opens a hot issue, what keeps it open."""

    usual: int
    opens: int
    keeps: int


class Baseline:
    """One class in one area; all numbers are whole, and people are counted in thousandths.

    A day is learnt when it is over, an hour of it for no more than what opens a hot issue: a storm neither hides
    itself nor the next one. What is usual follows from sums by kind of hour, and from how many days there have been.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.since = 0
        """The day from which on it has been watched."""
        self.issue: HotIssue | None = None
        self.people = 0
        """People of the last hour: whole ones."""
        self.slot = self._day = self._age = 0
        self._named = [0] * SLOTS
        self._unnamed = [0] * SLOTS
        self._today: dict[int, int] = {}
        self._usual: dict[int, int] = {}
        self._spread = self._hours = 0
        self._asked: tuple[object, ...] = ()
        self._lines: Lines | None = None

    def load(self, record: HotBaseline) -> None:
        """Become what a record remembers."""
        self.slot, self._day, self._age = record.slot, record.day, record.age
        self._named, self._unnamed = list(record.named), list(record.unnamed)
        self.people = sum(record.named) + sum(record.unnamed)
        self._today, self._usual = dict(record.today), dict(record.usual)
        self._spread, self._hours = record.spread, record.hours

    def record(self, scope: str, stamp: Stamp) -> HotBaseline:
        """What is to be remembered of it."""
        return HotBaseline(
            scope=scope,
            stamp=stamp,
            class_code=self.place.code,
            region=self.place.region,
            slot=self.slot,
            named=tuple(self._named),
            unnamed=tuple(self._unnamed),
            day=self._day,
            today=tuple(self._today.items()),
            age=self._age,
            usual=tuple(self._usual.items()),
            spread=self._spread,
            hours=self._hours,
        )

    def reach(self, moment: Moment, season: Season, rule: HotRule) -> None:
        """Time has come to a later slot: older ones are forgotten, and days that are over learnt."""
        for slot in range(max(self.slot, moment.slot - SLOTS) + 1, moment.slot + 1):
            self._named[slot % SLOTS] = self._unnamed[slot % SLOTS] = 0
        self.people = sum(self._named) + sum(self._unnamed)
        self.slot = moment.slot
        if moment.day > self._day:
            self._learn(season, rule)
            self._day = moment.day
            self._grow_old(moment.day)

    def add(self, moment: Moment, named: bool) -> None:
        """Count one person, of this hour or up to an hour ago."""
        if self.slot - moment.slot < SLOTS:
            counts = self._named if named else self._unnamed
            counts[moment.slot % SLOTS] += 1
            self.people += 1
        if moment.day == self._day:
            hour = moment.place % HOURS
            self._today[hour] = self._today.get(hour, 0) + 1

    def this_hour(self, moment: Moment) -> int:
        """People since the clock struck."""
        return self._today.get(moment.place % HOURS, 0) if moment.day == self._day else 0

    def lasting(self, line: int) -> int:
        """People of the last hour, in thousandths; unnamed ones of ten minutes for a third of `line` at most."""
        most = line // _PARTS
        return MILLI * sum(self._named) + sum(min(MILLI * people, most) for people in self._unnamed)

    def lines(self, moment: Moment, season: Season, rule: HotRule) -> Lines | None:
        """What is usual at a moment, and what is too much; None before there has been such a day."""
        asked = moment.slot, season, rule
        if self._asked != asked:
            self._asked, self._lines = asked, self._draw(moment, season.seen(self.since, moment.day), rule)
        return self._lines

    def usual(self, moment: Moment, season: Season) -> int:
        """How many people are usual in an hour of the clock, in thousandths."""
        return self._mean(moment.place, season.seen(self.since, moment.day)) or 0

    def _mean(self, place: int, seen: tuple[int, int]) -> int | None:
        """None where there has been no such day."""
        days = seen[place // HOURS]
        return self._usual.get(place, 0) * WHOLE // days if days else None

    def _draw(self, moment: Moment, seen: tuple[int, int], rule: HotRule) -> Lines | None:
        """The hour that ends now has parts of two hours of the clock."""
        now, before = self._mean(moment.place, seen), self._mean(moment.before, seen)
        if now is None:
            return None if rule.warm_up_days else self._around(0, rule)
        mixed = now if before is None else (moment.sixth * now + (SLOTS - moment.sixth) * before) // SLOTS
        return self._around(mixed, rule)

    def _around(self, usual: int, rule: HotRule) -> Lines:
        """Quasi-Poisson: the variance is as many times the mean as hours have strayed so far, once at least."""
        least, times = MILLI * rule.least_people, int(rule.times * usual)
        deviation = isqrt(self._straying * max(usual, MILLI))
        return Lines(usual, max(least, times, usual + int(rule.deviations * deviation)), max(least // 2, times))

    def _learn(self, season: Season, rule: HotRule) -> None:
        seen = season.seen(self.since, self._day) if self._today else (0, 0)
        for hour, people in self._today.items():
            place = season.place(self._day, hour)
            self._usual[place] = self._usual.get(place, 0) + self._weigh(MILLI * people, self._mean(place, seen), rule)
        self._today = {}

    def _weigh(self, people: int, usual: int | None, rule: HotRule) -> int:
        """What an hour counts for; how far it strays from what was usual, squared, is learnt too."""
        if usual is None:
            return people
        people = min(people, self._around(usual, rule).opens)
        self._spread += min((people - usual) ** 2 // max(usual, MILLI), _FAR * self._straying)
        self._hours += MILLI
        return people

    @property
    def _straying(self) -> int:
        """How many times the mean the variance is, in thousandths."""
        return max(self._spread * MILLI // self._hours, MILLI) if self._hours else MILLI

    def _grow_old(self, day: int) -> None:
        """What is older weighs less: by halves."""
        ages = age(day) - self._age
        if ages > 0:
            self._usual = {place: left for place, people in self._usual.items() if (left := people >> ages)}
            self._spread, self._hours = self._spread >> ages, self._hours >> ages
            self._age += ages
