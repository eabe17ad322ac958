"""All that a scope remembers, by key, and the timers that follow from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from streams.domain.census import Census
from streams.domain.deadlines import follow, leave, timers_of
from streams.domain.draft import Draft
from streams.domain.matching import Matcher, in_ms
from streams.domain.parking import Parking
from streams.domain.policies import Rules, Shelf
from streams.domain.store.cases import Cases
from streams.domain.store.identities import Identities
from streams.domain.store.members import Members
from streams.domain.store.people import People
from streams.domain.timers import TimerKind
from topics.memory import BookRecord, Case, Identity, LastTick, Member, ParkedAction, PolicyHeld, Position, Sketch
from topics.model import EARLIEST, Forget

Remembered = Case | Member | BookRecord
_Record = TypeVar("_Record", Case, Member, Identity, PolicyHeld)


class State:
    """One scope's memory. Every change goes through `keep` or one of the `forget`s, which also write the draft."""

    def __init__(self, scope: str, matcher: Matcher) -> None:
        self.scope = scope
        self.matcher = matcher
        self.now: datetime = EARLIEST
        self.position = 0
        self.shelf = Shelf()
        self.draft = Draft()
        self.census = Census()
        self.cases = Cases(scope)
        self.members = Members(scope, self.cases, matcher.recall)
        self.people = People(self.members)
        self.identities = Identities(scope)
        self.parked = Parking()
        self.timers = timers_of(self.cases, self.identities)

    def altered(self, record: _Record, **changes: object) -> _Record:
        """The record with changes and the next stamp."""
        return record.altered(**changes, stamp=self.draft.stamp())

    def keep(self, record: Remembered) -> None:
        """Remember a record, new or changed."""
        self.load(record)
        self.draft.remember(record)

    def load(self, record: Remembered) -> None:
        """Take a record in without saying so: what restoring does. Policies and the tick come before cases."""
        match record:
            case Case():
                before = self.cases.get(record.case_id)
                self.cases.put(record)
                self.settle(record, before)
            case Member():
                self._load_member(record)
            case Identity():
                self.identities.put(record)
                self.timers.set(TimerKind.IDENTITY, record.report_id, record.until)
            case ParkedAction():
                self.parked.put(record)
                self.timers.set(TimerKind.PARKED, record.key, record.until)
            case PolicyHeld():
                self._load_policy(record)
            case LastTick():
                self.now = record.now
            case Position():
                self.position = record.next_offset

    def pack(self) -> None:
        """Pack what has been kept into rows."""
        for store in (self.cases, self.members, self.identities):
            store.pack()

    def enrol(self, member: Member, sketch: Sketch) -> None:
        """Remember a member and put it into its case's ring; whoever leaves the ring for it loses the sketch."""
        self.keep(member)
        slot = self.members.number(member.report_id)
        for left in self.matcher.add(slot, self.members.case(slot), sketch, member.leader):
            self.keep(self.altered(self.members.at(left), sketch=None))

    def forget_case(self, case: Case) -> list[Member]:
        """Drop a case and its members; returns the members in the order of their ids."""
        number = self.cases.number(case.case_id)
        members = sorted(map(self.members.at, self.members.of(number)), key=lambda member: member.report_id)
        self._forget([case, *members])
        self.matcher.discard(number)
        for member in members:
            self.members.drop(self.members.number(member.report_id))
        self.people.forget(number)
        self.unsettle(case)
        self.cases.drop(number)
        self.forget_policy(case.policy_version)
        return members

    def forget_policy(self, version: str) -> None:
        """Drop a policy, if nothing needs it."""
        if not self.shelf.needs(version):
            self._forget([self.shelf.drop(version)])

    def forget_identity(self, identity: Identity) -> None:
        """Drop what is known of a closed report. Those of one case end together."""
        self.drop_identity(identity.report_id)
        self._forget([identity])

    def drop_identity(self, report_id: str) -> None:
        """Let go of an identity and its timer, if there is one."""
        if (number := self.identities.number(report_id)) >= 0:
            self.timers.set(TimerKind.IDENTITY, report_id, None)
            self.identities.drop(number)

    def forget_parked(self, parked: ParkedAction) -> None:
        """Drop a parked action and its timer."""
        self.timers.set(TimerKind.PARKED, parked.key, None)
        self.parked.drop(parked)
        self._forget([parked])

    def rules_of(self, case: Case) -> Rules:
        """The rules that a case was accepted under."""
        return self.shelf.of(case)

    def settle(self, case: Case, before: Case | None) -> None:
        """What follows from a case that is new or has changed: it is counted, and merging and its timers know."""
        if before is None:
            self.shelf.uses[case.policy_version] += 1
        self.census.move(before, case)
        rules = self.rules_of(case)
        if before is None or not _merges_alike(before, case):
            leaves_at = rules.leaves_at(case)
            leaves = None if leaves_at is None else in_ms(leaves_at)
            self.matcher.settle(self.cases.number(case.case_id), case.class_code, in_ms(case.first_at), leaves)
        follow(self.timers, before, case, rules, self.now)

    def unsettle(self, case: Case) -> None:
        """A case is about to leave memory."""
        leave(self.timers, case)
        self.census.move(case, None)
        self.shelf.uses[case.policy_version] -= 1

    def _load_member(self, member: Member) -> None:
        new = member.report_id not in self.members
        number = self.members.put(member)
        if new:
            self.members.link(number)
            self.people.joined(self.members.case(number), member.reporter)

    def _load_policy(self, held: PolicyHeld) -> None:
        policy = held.change.policy
        self.shelf.put(held)
        self.timers.set(TimerKind.POLICY, policy.version, policy.effective_from if held.pending else None)

    def _forget(self, records: Iterable[Remembered]) -> None:
        for record in records:
            self.draft.remember(Forget(topic=record.TOPIC, key=record.key))


def _merges_alike(before: Case, case: Case) -> bool:
    same = before.first_at == case.first_at and before.resolved_at == case.resolved_at
    return same and before.class_code == case.class_code
