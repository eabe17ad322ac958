"""The smallest casebook that lets a Matcher run: every report joins or opens, members are indexed in that order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from streams.domain.matching import NONE, in_ms
from streams.domain.merging.matcher import Matcher
from tests.streams.domain.merging.numbers import Numbers
from topics.inbox import Report
from topics.memory import Sketch
from topics.merge_rule import DistanceMerge, TextMerge
from topics.model import Source
from topics.reasons import MergeReason

T0 = datetime(2019, 7, 1, 8, tzinfo=UTC)


def report(
    report_id: str = "r1",
    *,
    title: str = "",
    text: str = "",
    day: float = 0,
    at: datetime | None = None,
    reporter: str = "",
    address: str = "",
    region: str = "",
    category: str = "",
    spot: tuple[float, float] | None = None,
) -> Report:
    """A report of which only what a test is about need be said."""
    moment = at or T0 + timedelta(days=day)
    return Report(
        source=Source(topic="reports.raw", partition=0, offset=0),
        scope="a",
        report_id=report_id,
        channel="board",
        channel_ref=report_id,
        occurred_at=moment,
        received_at=moment,
        title=title,
        text=text,
        address=address,
        region=region,
        category=category,
        latitude=spot[0] if spot else None,
        longitude=spot[1] if spot else None,
        reporter=reporter,
        attachments=(),
    )


class Told(NamedTuple):
    """A match in names: the case to join, '' for a new one, and the report that decided, '' for none."""

    case_id: str
    reason: MergeReason
    score: float
    matched: str


class Kept(NamedTuple):
    """A member as memory keeps it; without a sketch it is in no ring."""

    report_id: str
    case_id: str
    sketch: Sketch | None
    leader: bool


@dataclass
class Stage:
    """Runs reports through a matcher and remembers where they went."""

    matcher: Matcher
    rule: TextMerge | DistanceMerge
    slots: Numbers = field(default_factory=Numbers)
    numbers: Numbers = field(default_factory=Numbers)
    matches: dict[str, Told] = field(default_factory=dict)
    members: dict[str, Kept] = field(default_factory=dict)

    def run(self, reports: Iterable[Report]) -> dict[str, str]:
        """The case of every report."""
        return {r.report_id: self.take(r).case_id for r in reports}

    def take(self, of: Report) -> Kept:
        """Fold one report."""
        sketch = self.matcher.sketch(of, self.rule)
        told = self.matches[of.report_id] = self.ask(of, sketch)
        case = told.case_id or f"case {of.report_id}"
        if not told.case_id:
            self.matcher.settle(self.numbers.of(case), of.category, in_ms(of.occurred_at), None)
        return self.put(Kept(of.report_id, case, sketch, leader=not told.case_id))

    def ask(self, of: Report, sketch: Sketch) -> Told:
        """What the matcher would do with a report."""
        found = self.matcher.match(of, sketch, of.category, self.rule)
        case = "" if found.case == NONE else self.numbers[found.case]
        return Told(case, found.reason, found.score, "" if found.slot == NONE else self.slots[found.slot])

    def put(self, one: Kept) -> Kept:
        """Index a member: whoever leaves the ring for it loses the sketch."""
        self.members.pop(one.report_id, None)
        self.members[one.report_id] = one
        if one.sketch:
            slot, case = self.slots.of(one.report_id), self.numbers.of(one.case_id)
            self.forget(map(self.slots.__getitem__, self.matcher.add(slot, case, one.sketch, one.leader)))
        return one

    def forget(self, gone: Iterable[str]) -> None:
        """These have left their rings."""
        for report_id in gone:
            self.members[report_id] = self.members[report_id]._replace(sketch=None)
