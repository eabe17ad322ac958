"""All that a scope remembers, and what the record at hand changes in it."""

from collections.abc import Iterable
from typing import TypeVar

from streams.domain.classify import Classifiers
from streams.domain.draft import Draft
from streams.domain.handling.course import Course
from streams.domain.held import Held, Remembered
from streams.domain.hot.words import hot_issue_row
from streams.domain.matching import Matcher
from streams.domain.timers import TimerKind
from topics.case import Case
from topics.memory import ApartPair, Identity, Member, ParkedAction, PolicyHeld, Sketch
from topics.model import Forget

__all__ = ["Remembered", "State"]
_Record = TypeVar("_Record", Case, Member, Identity, PolicyHeld)


class State(Held):
    """One scope's memory. Every change goes through `keep` or one of the `forget`s, which also write the draft."""

    def __init__(self, scope: str, matcher: Matcher, classifiers: Classifiers) -> None:
        super().__init__(scope, matcher, classifiers)
        self.draft = Draft()
        self.courses: dict[str, tuple[object, Course]] = {}

    def altered(self, record: _Record, **changes: object) -> _Record:
        """The record with changes and the next stamp."""
        return record.altered(**changes, stamp=self.draft.stamp())

    def keep(self, record: Remembered) -> None:
        """Remember a record, new or changed."""
        self.load(record)
        self.draft.remember(record)

    def pack(self) -> None:
        """Pack what has been kept into rows; what has been counted for hot issues is remembered and said."""
        super().pack()
        self.courses.clear()
        for record in self.watch.changed():
            self.draft.remember(record)
        for issue in self.watch.unsaid():
            self.draft.view("hot_issue", hot_issue_row(issue))

    def enrol(self, member: Member, sketch: Sketch) -> None:
        """Remember a member and put it into its case's ring; whoever leaves the ring for it loses the sketch."""
        self.keep(member)
        slot = self.members.number(member.report_id)
        for left in self.matcher.add(slot, self.members.case(slot), sketch, member.leader):
            self.keep(self.altered(self.members.at(left), sketch=None))

    def forget_case(self, case: Case) -> list[Member]:
        """Drop a case, below which is no other, and its members; returns these in the order of their ids."""
        number = self.cases.number(case.case_id)
        members = sorted(map(self.members.at, self.members.of(number)), key=lambda member: member.report_id)
        self._forget([case, *members])
        self.matcher.discard(number)
        for member in members:
            self.members.drop(self.members.number(member.report_id))
        self.people.forget(number)
        for pair in self.links.pairs_of(case.case_id):
            self.forget_apart(pair)
        if self.links.into(case.case_id):
            self.forget_merged(case)
        else:
            self.unsettle(case)
        self.shelf.uses[case.policy_version] -= 1
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

    def forget_merged(self, case: Case) -> None:
        """A case is merged no longer."""
        self._forget([self.links.unmerge(case.case_id)])

    def forget_apart(self, pair: ApartPair) -> None:
        """Two cases are no longer kept apart."""
        self.links.join(pair)
        self._forget([pair])

    def forget_parked(self, parked: ParkedAction) -> None:
        """Drop a parked action and its timer."""
        self.timers.set(TimerKind.PARKED, parked.key, None)
        self.parked.drop(parked)
        self._forget([parked])

    def _forget(self, records: Iterable[Remembered]) -> None:
        for record in records:
            self.draft.remember(Forget(topic=record.TOPIC, key=record.key))
