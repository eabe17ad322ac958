"""All that a scope remembers: the contracts of memory themselves, by key, and the timers that follow from them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from streams.domain.census import Census
from streams.domain.draft import Draft
from streams.domain.matching import Matcher
from streams.domain.policies import Rules, Shelf
from streams.domain.rings import Rings
from streams.domain.timers import TimerKind, Timers
from topics.memory import (
    BookRecord,
    Case,
    Identity,
    LastTick,
    Member,
    ParkedAction,
    PolicyHeld,
    Position,
    Sketch,
    Stamp,
)
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
        self.timers = Timers()
        self.draft = Draft()
        self.census = Census()
        self.rings = Rings(matcher)
        self.cases: dict[str, Case] = {}
        self.members: dict[str, Member] = {}
        self.reports_of: dict[str, list[str]] = {}
        self._people_of: dict[str, set[str]] = {}
        self.identities: dict[str, Identity] = {}
        self.gone: set[str] = set()
        self.parked: dict[str, ParkedAction] = {}
        self.parked_for: dict[str, set[str]] = {}

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
                self._load_case(record)
            case Member():
                self._load_member(record)
            case Identity():
                self.identities[record.report_id] = record
                self.gone.add(record.case_id)
                self.timers.set(TimerKind.IDENTITY, record.report_id, record.until)
            case ParkedAction():
                self.parked[record.key] = record
                self.parked_for.setdefault(record.action.key, set()).add(record.key)
                self.timers.set(TimerKind.PARKED, record.key, record.until)
            case PolicyHeld():
                self._load_policy(record)
            case LastTick():
                self.now = record.now
            case Position():
                self.position = record.next_offset

    def enrol(self, member: Member, sketch: Sketch) -> None:
        """Remember a member and put it into its case's ring; whoever leaves the ring for it loses the sketch."""
        self.keep(member)
        for report in self.rings.put(member, sketch):
            self.keep(self.altered(self.members[report], sketch=None))

    def forget_case(self, case: Case) -> list[Member]:
        """Drop a case and its members; returns the members in the order of their ids."""
        self.rings.drop(case.case_id, self.reports_of[case.case_id])
        for kind in (TimerKind.RUNG, TimerKind.LATE, TimerKind.LEAVE):
            self.timers.set(kind, case.case_id, None)
        self._people_of.pop(case.case_id, None)
        members = [self.members.pop(report) for report in sorted(self.reports_of.pop(case.case_id))]
        self._forget([self.cases.pop(case.case_id), *members])
        self.census.move(case, None)
        self.shelf.uses[case.policy_version] -= 1
        self.forget_policy(case.policy_version)
        return members

    def forget_policy(self, version: str) -> None:
        """Drop a policy, if nothing needs it."""
        if not self.shelf.needs(version):
            self._forget([self.shelf.drop(version)])

    def forget_identity(self, identity: Identity) -> None:
        """Drop what is known of a closed report. Those of one case end together, and with them the case's name."""
        del self.identities[identity.report_id]
        self.gone.discard(identity.case_id)
        self._forget([identity])

    def forget_parked(self, parked: ParkedAction) -> None:
        """Drop a parked action and its timer."""
        self.timers.set(TimerKind.PARKED, parked.key, None)
        waiting = self.parked_for[parked.action.key]
        waiting.remove(parked.key)
        if not waiting:
            del self.parked_for[parked.action.key]
        self._forget([self.parked.pop(parked.key)])

    def people_of(self, case_id: str) -> set[str]:
        """The known reporters of a case: gathered when somebody joins it, for most cases nobody does."""
        if case_id not in self._people_of:
            reporters = (self.members[report].reporter for report in self.reports_of[case_id])
            self._people_of[case_id] = set(filter(None, reporters))
        return self._people_of[case_id]

    def rules_of(self, case: Case) -> Rules:
        """The rules that a case was accepted under."""
        return self.shelf.of(case)

    def here(self) -> Position:
        """The position record of the record last folded."""
        stamp = Stamp(offset=self.position - 1, index=0)
        return Position(scope=self.scope, stamp=stamp, next_offset=self.position)

    def _load_case(self, case: Case) -> None:
        if case.case_id not in self.cases:
            self.shelf.uses[case.policy_version] += 1
        self.census.move(self.cases.get(case.case_id), case)
        self.cases[case.case_id] = case
        rules, name = self.rules_of(case), case.case_id
        leaves_at = rules.leaves_at(case)
        self.rings.settle(case, leaves_at)
        rung = None if case.resolved_at else rules.next_rung(case.clock)
        self.timers.set(TimerKind.RUNG, name, rung[0] if rung else None)
        self.timers.set(TimerKind.LEAVE, name, leaves_at)
        if case.resolved_at:
            self.timers.set(TimerKind.LATE, name, None)
        elif case.clock.due_at > self.now:
            self.timers.set(TimerKind.LATE, name, case.clock.due_at)

    def _load_member(self, member: Member) -> None:
        if member.report_id not in self.members:
            self.rings.slots.of(member.report_id)
            self.reports_of.setdefault(member.case_id, []).append(member.report_id)
            if member.reporter and member.case_id in self._people_of:
                self._people_of[member.case_id].add(member.reporter)
        self.members[member.report_id] = member

    def _load_policy(self, held: PolicyHeld) -> None:
        policy = held.change.policy
        self.shelf.put(held)
        self.timers.set(TimerKind.POLICY, policy.version, policy.effective_from if held.pending else None)

    def _forget(self, records: Iterable[Remembered]) -> None:
        for record in records:
            self.draft.remember(Forget(topic=record.TOPIC, key=record.key))
