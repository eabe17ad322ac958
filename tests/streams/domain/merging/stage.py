"""The smallest casebook that lets a Matcher run: every report joins or opens, members are indexed in that order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from streams.domain.matching import Match
from streams.domain.merging.matcher import Matcher
from topics.inbox import Report
from topics.memory import Member, Sketch, Stamp
from topics.model import Source
from topics.policy import DistanceMerge, TextMerge

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


def member(of: Report, sketch: Sketch | None, match: Match, offset: int) -> Member:
    """The member that a casebook makes of a report and its match."""
    stamp = Stamp(offset=offset, index=0)
    return Member(
        scope=of.scope,
        report_id=of.report_id,
        case_id=match.case_id or f"case {of.report_id}",
        stamp=stamp,
        joined=stamp,
        occurred_at=of.occurred_at,
        received_at=of.received_at,
        reporter=of.reporter,
        content="",
        revision=0,
        redeliveries=0,
        reason=match.reason,
        score=match.score,
        matched=match.matched,
        leader=not match.case_id,
        sketch=sketch,
    )


@dataclass
class Stage:
    """Runs reports through a matcher and remembers where they went."""

    matcher: Matcher
    rule: TextMerge | DistanceMerge
    matches: dict[str, Match] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    first: dict[str, datetime] = field(default_factory=dict)

    def run(self, reports: Iterable[Report]) -> dict[str, str]:
        """The case of every report."""
        return {r.report_id: self.take(r).case_id for r in reports}

    def take(self, of: Report) -> Member:
        """Fold one report."""
        sketch = self.matcher.sketch(of, self.rule)
        cap = timedelta(days=self.rule.age_cap_days)
        match = self.matcher.match(
            of, sketch, of.category, self.rule, lambda case: abs(of.occurred_at - self.first[case]) <= cap
        )
        joined = member(of, sketch, match, len(self.members))
        self.matches[of.report_id] = match
        self.members[of.report_id] = joined
        self.first.setdefault(joined.case_id, of.occurred_at)
        for gone in self.matcher.add(joined, of.category):
            self.members[gone] = self.members[gone].altered(sketch=None)
        return joined
