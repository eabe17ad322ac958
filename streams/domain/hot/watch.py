"""All that is remembered of what is usual and of what is hot, by key."""

from collections import Counter
from collections.abc import Iterator

from streams.domain.hot.baseline import Baseline, Place
from streams.domain.hot.people import People
from streams.domain.policies import Rules
from streams.domain.timers import TimerKind, Timers
from topics.hot import HotBaseline, HotIssue, HotPeople, HotRecord, HotSince
from topics.model import Forget
from topics.stamp import Stamp

_Key = str | Place
"""Of people: the class; of a baseline: the class and the area."""


class Watch:
    """What is usual in one scope, and its hot issues. What was touched becomes records and rows when a batch ends."""

    def __init__(self, scope: str, timers: Timers) -> None:
        self._scope, self._timers = scope, timers
        self._since: HotSince | None = None
        self._people: dict[str, People] = {}
        self._baselines: dict[Place, Baseline] = {}
        self._issues: dict[str, HotIssue] = {}
        self._ways: dict[tuple[str, str], tuple[Baseline, ...]] = {}
        self._touched: dict[_Key, int] = {}
        self._unsaid: dict[str, None] = {}

    def load(self, record: HotRecord) -> None:
        """Take a record in; an issue's timer is set."""
        match record:
            case HotSince():
                self._since = record
                self._ways = {}
            case HotPeople():
                self._people[record.class_code] = People.of(record)
            case HotBaseline():
                self._baseline(Place(record.class_code, record.region)).load(record)
            case HotIssue():
                self._issues[record.hot_id] = record
                self._baseline(Place(record.class_code, record.region)).issue = record
                self._timers.set(TimerKind.HOT, record.hot_id, record.until)

    def say(self, issue: HotIssue) -> None:
        """An issue has changed: its row is to be said."""
        self._unsaid[issue.hot_id] = None

    def unsaid(self) -> Iterator[HotIssue]:
        """Issues whose rows are to be said, as they now are."""
        for name in self._unsaid:
            yield self._issues[name]
        self._unsaid = {}

    def drop(self, issue: HotIssue) -> Forget:
        """An issue is closed, and leaves memory."""
        self._unsaid.pop(issue.hot_id, None)
        del self._issues[issue.hot_id]
        self._baseline(Place(issue.class_code, issue.region)).issue = None
        self._timers.set(TimerKind.HOT, issue.hot_id, None)
        return Forget(topic=issue.TOPIC, key=issue.key)

    def changed(self) -> Iterator[HotPeople | HotBaseline]:
        """Records of what was touched since this was last asked."""
        for key, offset in self._touched.items():
            yield self._record(key, offset)
        self._touched = {}

    def people(self, code: str, offset: int) -> People:
        """Who has lately reported a class; about to change."""
        self._touched[code] = offset
        found = self._people.get(code)
        if found is None:
            found = self._people[code] = People()
        return found

    def touch(self, baseline: Baseline, offset: int) -> None:
        """A baseline is about to change."""
        self._touched[baseline.place] = offset

    def way(self, rules: Rules, code: str, region: str) -> tuple[Baseline, ...]:
        """What is known of a class in every area that a region lies in, the widest first."""
        found = self._ways.get((code, region))
        if found is None:
            found = tuple(self._watched(Place(code, area)) for area in rules.areas(region))
            self._ways[code, region] = found
        return found

    def issue(self, name: str) -> HotIssue:
        """The issue of an id."""
        return self._issues[name]

    def states(self) -> dict[str, int]:
        """How many issues there are, by state."""
        return {"open": 0, "cooled": 0} | Counter(issue.state for issue in self._issues.values())

    def knows(self, rules: Rules) -> bool:
        """Whether what is watched is what these rules have."""
        return self._since is not None and self._since.policy_version == rules.version

    def renewed(self, rules: Rules, day: int, stamp: Stamp) -> HotSince:
        """What is watched under these rules: what was not so far is watched from this day on."""
        classes, regions = (self._since.classes, self._since.regions) if self._since else ({}, {})
        return HotSince(
            scope=self._scope,
            stamp=stamp,
            policy_version=rules.version,
            classes={entry.code: classes.get(entry.code, day) for entry in rules.policy.classes},
            regions={region.code: regions.get(region.code, day) for region in rules.policy.regions},
        )

    def unwatched(self) -> list[Forget]:
        """Let go of the classes and areas that the policy no longer has."""
        if self._since is None:
            return []
        classes, regions = self._since.classes, {"", *self._since.regions}
        gone: list[_Key] = [code for code in self._people if code not in classes]
        known = (key for key, baseline in self._baselines.items() if baseline.slot)
        gone += [key for key in known if key.code not in classes or key.region not in regions]
        return [self._forget(key) for key in gone]

    def _baseline(self, place: Place) -> Baseline:
        found = self._baselines.get(place)
        if found is None:
            found = self._baselines[place] = Baseline(place)
        return found

    def _watched(self, place: Place) -> Baseline:
        if self._since is None:
            raise AssertionError("nothing is watched yet: take up the policy in force first")
        found = self._baseline(place)
        found.since = max(self._since.classes[place.code], self._since.regions.get(place.region, 0))
        return found

    def _forget(self, key: _Key) -> Forget:
        record = self._record(key, offset=0)
        self._touched.pop(key, None)
        if isinstance(key, Place):
            del self._baselines[key]
        else:
            del self._people[key]
        return Forget(topic=record.TOPIC, key=record.key)

    def _record(self, key: _Key, offset: int) -> HotPeople | HotBaseline:
        stamp = Stamp(offset=offset, index=0)
        if isinstance(key, Place):
            return self._baselines[key].record(self._scope, stamp)
        return self._people[key].record(self._scope, key, stamp)
