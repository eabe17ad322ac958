"""What a scope remembers, by key, and what follows from it: counts, timers, and what merging knows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

from streams.domain.census import Census
from streams.domain.classify import Classifiers
from streams.domain.deadlines import follow, leave, timers_of
from streams.domain.hot.watch import Watch
from streams.domain.links import Links
from streams.domain.matching import Matcher, in_ms
from streams.domain.parking import Parking
from streams.domain.policies import Rules, Shelf
from streams.domain.store.cases import Cases
from streams.domain.store.identities import Identities
from streams.domain.store.members import Members
from streams.domain.store.people import People
from streams.domain.timers import TimerKind
from topics.case import Case
from topics.hot import HotRecord
from topics.memory import (
    ApartPair,
    BookRecord,
    Identity,
    LastTick,
    Member,
    MergedCase,
    ParkedAction,
    PolicyHeld,
    Position,
)
from topics.model import EARLIEST

Remembered = Case | Member | BookRecord


class Held:
    """One scope's memory as its records make it."""

    def __init__(self, scope: str, matcher: Matcher, classifiers: Classifiers) -> None:
        self.scope = scope
        self.matcher = matcher
        self.now: datetime = EARLIEST
        self.position = 0
        self.shelf = Shelf(classifiers)
        self.census = Census()
        self.cases = Cases(scope)
        self.members = Members(scope, self.cases, matcher.recall)
        self.people = People(self.members)
        self.identities = Identities(scope)
        self.parked = Parking()
        self.links = Links()
        self.timers = timers_of(self.cases, self.identities)
        self.watch = Watch(scope, self.timers)

    def load(self, record: Remembered) -> None:
        """Take a record in without saying so: what restoring does. Policies, links and the tick come before cases."""
        _LOAD[type(record)](self, record)

    def pack(self) -> None:
        """Pack what has been kept into rows."""
        for store in (self.cases, self.members, self.identities):
            store.pack()

    def rules_of(self, case: Case) -> Rules:
        """The rules that a case was accepted under."""
        return self.shelf.of(case)

    def root(self, case: Case) -> Case:
        """The case that the reports of a case are in: itself, unless it was merged."""
        root = self.links.root(case.case_id)
        return case if root == case.case_id else self.cases[root]

    def settle(self, case: Case, before: Case | None) -> None:
        """What follows from a case that is new or has changed: it is counted, and merging and its timers know."""
        if before is None:
            self.shelf.uses[case.policy_version] += 1
        if not self.links.into(case.case_id):
            self.census.move(before, case)
            follow(self.timers, before, case, self.rules_of(case))
        if before is None or not _merges_alike(before, case):
            self.settle_matching(case)

    def settle_matching(self, case: Case) -> None:
        """Merging knows until when a case takes reports: a merged one as long as its root does."""
        root = self.root(case)
        until = self.rules_of(root).reopens_until(root)
        closes = None if until is None else in_ms(until)
        kind = self.rules_of(case).kind(case.class_code)
        self.matcher.settle(self.cases.number(case.case_id), kind, in_ms(case.first_at), closes)
        for below in self.links.under(case.case_id):
            self.settle_matching(self.cases[below])

    def unsettle(self, case: Case) -> None:
        """A case is about to leave memory, by itself."""
        leave(self.timers, case)
        self.census.move(case, None)

    def drop_identity(self, report_id: str) -> None:
        """Let go of an identity and its timer, if there is one."""
        if (number := self.identities.number(report_id)) >= 0:
            self.timers.set(TimerKind.IDENTITY, report_id, None)
            self.identities.drop(number)


def _load_case(held: Held, case: Case) -> None:
    before = held.cases.get(case.case_id)
    held.cases.put(case)
    held.settle(case, before)


def _load_member(held: Held, member: Member) -> None:
    """One that is new, or comes from another case, is linked to its case."""
    members = held.members
    number = members.number(member.report_id)
    known = number >= 0 and members.holds(number)
    if known and members.case(number) == held.cases.number(member.case_id):
        members.put(member)
        return
    if known:
        held.people.forget(members.case(number))
        held.matcher.remove(number)
        members.unlink(number)
    number = members.put(member)
    members.link(number)
    held.people.joined(members.case(number), member.reporter)


def _load_identity(held: Held, identity: Identity) -> None:
    held.identities.put(identity)
    held.timers.set(TimerKind.IDENTITY, identity.report_id, identity.until)


def _load_parked(held: Held, parked: ParkedAction) -> None:
    held.parked.put(parked)
    held.timers.set(TimerKind.PARKED, parked.key, parked.until)


def _load_policy(held: Held, one: PolicyHeld) -> None:
    policy = one.change.policy
    held.shelf.put(one)
    held.timers.set(TimerKind.POLICY, policy.version, policy.effective_from if one.pending else None)


def _load_tick(held: Held, tick: LastTick) -> None:
    held.now = tick.now


def _load_position(held: Held, position: Position) -> None:
    held.position = position.next_offset


_LOAD: Mapping[type, Callable[[Held, Any], None]] = {
    Case: _load_case,
    Member: _load_member,
    Identity: _load_identity,
    ParkedAction: _load_parked,
    PolicyHeld: _load_policy,
    LastTick: _load_tick,
    Position: _load_position,
    MergedCase: lambda held, merged: held.links.merge(merged),
    ApartPair: lambda held, pair: held.links.keep_apart(pair),
    **dict.fromkeys(get_args(HotRecord), lambda held, record: held.watch.load(record)),
}


def _merges_alike(before: Case, case: Case) -> bool:
    same = before.first_at == case.first_at and before.resolved_at == case.resolved_at
    return same and before.class_code == case.class_code
