"""The policies of a scope: the one in force, those to come, and those that cases still live under."""

from collections import Counter
from datetime import datetime, timedelta

from streams.domain.calendar import WorkingCalendar, shifted
from streams.domain.classify import NO_CLASSIFIERS, Catalogue, Classified, Classifiers, Placed
from streams.domain.duties import Duties
from streams.domain.handling.rungs import Ladder
from streams.domain.hot.season import Season
from streams.domain.limits import Limits
from streams.domain.lineage import kinds, lineage
from topics.case import Case
from topics.deadline import Urgency
from topics.inbox import ClockSetting, PolicyChange, Report
from topics.memory import PolicyHeld
from topics.merge_rule import MergeRule
from topics.policy import Class, Policy, Region


class Rules:
    """One policy, made ready to be asked."""

    def __init__(self, policy: Policy, classifiers: Classifiers = NO_CLASSIFIERS) -> None:
        self.policy = policy
        self.version = policy.version
        self.calendar = WorkingCalendar(policy.calendar)
        self.season = Season(self.calendar)
        self.reopen_for = timedelta(days=policy.retention.reopen_days)
        self.follow_for = timedelta(days=policy.retention.successor_days)
        self.identity_for = timedelta(days=policy.retention.identity_days)
        self.park_for = timedelta(days=policy.retention.parked_action_days)
        self._catalogue = Catalogue(policy, classifiers)
        self.limits, self.duties = Limits(policy), Duties(policy)
        self.ladder = Ladder(policy.ladder, self.calendar)
        self._classes: dict[str, Class] = {entry.code: entry for entry in policy.classes}
        self._kinds = kinds(policy.classes)
        self._regions: dict[str, Region] = {region.code: region for region in policy.regions}
        self._areas: dict[str, tuple[str, ...]] = {}

    def classify(self, report: Report) -> Classified:
        """The class of a report, and what decided it."""
        return self._catalogue.classify(report)

    def place(self, hint: str) -> Placed:
        """The region that a region hint means."""
        return self._catalogue.place(hint)

    def urgency(self, code: str) -> Urgency:
        """How pressing cases of a class are, as long as nobody says otherwise."""
        return self._classes[code].urgency

    def has_class(self, code: str) -> bool:
        """Whether a class is in the catalogue."""
        return code in self._classes

    def has_region(self, code: str) -> bool:
        """Whether a region is known."""
        return code in self._regions

    def class_name(self, code: str) -> str:
        """What people call a class of this policy."""
        return self._classes[code].name

    def region_name(self, code: str) -> str:
        """What people call a region; '' where it is unknown."""
        region = self._regions.get(code)
        return region.name if region else ""

    def areas(self, region: str) -> tuple[str, ...]:
        """The areas that a region lies in, the widest first: the whole scope '', and down to the region itself."""
        found = self._areas.get(region)
        if found is None:
            parents = {code: known.parent for code, known in self._regions.items()}
            found = self._areas[region] = ("", *reversed(lineage(parents, region)))
        return found

    def what(self, region: str, code: str) -> str:
        """A region and a class as people call them together."""
        return " ".join(filter(None, (self.region_name(region), self.class_name(code))))

    def kind(self, code: str) -> str:
        """The class as which one merges and runs hot: itself, or the widest above it that goes together."""
        return self._kinds.get(code, code)

    def merging(self, code: str) -> MergeRule:
        """The merge rule of a class, or else the policy's."""
        return self.policy.merges[self._classes[self.kind(code)].merge or self.policy.merge]

    def local(self, moment: datetime) -> str:
        """The moment as people of the place read it."""
        return self.calendar.local(moment).isoformat(" ", "minutes")[: len("2025-03-01 08:30")]

    def reopens_until(self, case: Case) -> datetime | None:
        """Until when a resolved case can be reopened; None while it is not resolved."""
        return shifted(case.resolved_at, self.reopen_for) if case.resolved_at else None

    def leaves_at(self, case: Case) -> datetime | None:
        """When a resolved case leaves memory, not before the last of it was due; None while it is not resolved."""
        if case.resolved_at is None:
            return None
        leaves = shifted(case.resolved_at, self.reopen_for + self.follow_for)
        return max(leaves, case.next_at) if case.next_at else leaves


class Shelf:
    """Every policy held, by version; its text never changes under one version."""

    def __init__(self, classifiers: Classifiers = NO_CLASSIFIERS) -> None:
        self._classifiers = classifiers
        self.held: dict[str, PolicyHeld] = {}
        self.uses: Counter[str] = Counter()
        self._rules: dict[str, Rules] = {}
        self._in_force: PolicyHeld | None = None

    def put(self, held: PolicyHeld) -> None:
        """Hold a policy; of those not pending the latest stamp is in force."""
        version = held.change.policy.version
        if version not in self.held:
            self._rules[version] = Rules(held.change.policy, self._classifiers)
        self.held[version] = held
        latest = self._in_force
        if not held.pending and (latest is None or latest.stamp.order < held.stamp.order):
            self._in_force = held

    def drop(self, version: str) -> PolicyHeld:
        """Let go of a policy that nothing needs."""
        del self._rules[version]
        return self.held.pop(version)

    def holds(self, version: str) -> bool:
        """Whether a policy is held."""
        return version in self.held

    def needs(self, version: str) -> bool:
        """Whether the policy is in force, pending, or that of a case in memory."""
        return self.held[version].pending or self.uses[version] > 0 or self.in_force.version == version

    @property
    def started(self) -> bool:
        """Whether any policy has come into force."""
        return self._in_force is not None

    @property
    def in_force(self) -> Rules:
        """The rules for whatever comes next. Only asked after the first policy."""
        if self._in_force is None:
            raise AssertionError("no policy is in force: records before the first PolicyChange wait")
        return self._rules[self._in_force.change.policy.version]

    @property
    def clock(self) -> ClockSetting | None:
        """The clock that came with the policy in force; None before the first."""
        return self._in_force.change.clock if self._in_force else None

    def under(self, version: str) -> Rules:
        """The rules of a policy that is held."""
        return self._rules[version]

    def of(self, case: Case) -> Rules:
        """The rules that a case was accepted under."""
        return self._rules[case.policy_version]

    def partition(self, scope: str) -> int:
        """The inbox partition of a scope, -1 where the policy no longer lists it."""
        listed = (s.partition for s in self.in_force.policy.scopes if s.scope == scope)
        return next(listed, -1)

    def news(self, change: PolicyChange) -> PolicyChange | None:
        """What is new in a change: None where its version is in force or pending; a kept version stands as it was."""
        held = self.held.get(change.policy.version)
        if held is None:
            return change
        stands = held.pending or held is self._in_force
        return None if stands else held.change
