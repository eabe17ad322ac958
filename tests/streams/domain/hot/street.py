"""A street of people who report, and what becomes hot there: the rules of hot issues alone, without merging."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count

from streams.domain import passing, publishing
from streams.domain.changes import Entry
from streams.domain.classify import NO_CLASSIFIERS
from streams.domain.hot import hearing
from streams.domain.state import Remembered, State
from tests.fakes.matcher import TwinMatcher
from tests.rows import rows_of
from tests.streams.domain import stories
from tests.streams.domain.stories import CLOCK, DAY, HOUR, START, cid, tick
from topics.acts import Notice
from topics.case import Case, Clock
from topics.hot import HotIssueRow
from topics.hot_rule import HotRule
from topics.inbox import PolicyChange, Report
from topics.model import Forget
from topics.policy import Policy
from topics.stamp import Stamp

_CLOCK = Clock(clock="resolve", round=1, start_at=START, due_at=START, policy_version="v1", why="")
_CASE = Case(
    scope="town",
    case_id=cid("a"),
    stamp=Stamp(offset=0, index=0),
    state="open",
    class_code="road",
    region="n",
    unit="",
    opened_at=START,
    first_at=START,
    last_at=START,
    resolved_at=None,
    policy_version="v1",
    clock=_CLOCK,
    reports=1,
    people=1,
    urges=0,
)


TEN = START + HOUR
"""Ten in the morning of a Monday, there."""
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NUMBERS = count()


class Street:
    """One scope that hears reports, with ticks where they fall due."""

    def __init__(self, policy: Policy) -> None:
        self.scope = policy.scopes[0].scope
        self.state = State(self.scope, TwinMatcher(), NO_CLASSIFIERS)
        self.unit = ""
        self.issues: dict[str, HotIssueRow] = {}
        self.notices: list[Notice] = []
        self.memory: dict[str, Remembered] = {}
        self.offset = 0
        self.rule(policy)

    def rule(self, policy: Policy) -> None:
        """Another policy comes into force."""
        publishing.publish(self.state, PolicyChange(scope=self.scope, policy=policy, clock=CLOCK))

    def hear(self, reports: Iterable[Report]) -> "Street":
        """Each is heard when it is received."""
        for report in reports:
            self.hear_at(report, report.received_at)
        return self.settle()

    def hear_at(self, report: Report, at: datetime) -> None:
        """One report, heard at a moment of its own."""
        self._tick(at)
        self._begin()
        code = self.state.shelf.in_force.classify(report).code
        hearing.hear(self.state, report, code, _CASE.altered(unit=self.unit), at)

    def wait(self, until: datetime) -> "Street":
        """Time passes."""
        self._tick(until)
        return self.settle()

    def settle(self) -> "Street":
        """Take in what has been said since the last time."""
        self.state.pack()
        changes = self.state.draft.finish(self.scope, self.offset + 1)
        for record in changes.memory:
            self.memory.pop(record.key, None)
            if not isinstance(record, Forget):
                self.memory[record.key] = record
        for row in rows_of(changes.sheets):
            if isinstance(row, HotIssueRow):
                self.issues[row.hot_id] = row
            elif isinstance(row, Notice):
                self.notices.append(row)
        return self

    def opened(self) -> list[HotIssueRow]:
        """Its issues in the order in which they opened."""
        return sorted(self.issues.values(), key=lambda issue: (issue.opened_at, issue.hot_id))

    def told(self, notice: str) -> list[Notice]:
        """The notices of a kind."""
        return [one for one in self.notices if one.notice == notice]

    def _tick(self, until: datetime) -> None:
        while (due := self.state.timers.earliest()) is not None and due <= until:
            self._begin()
            passing.pass_time(self.state, tick(due), Entry(self.offset, due, tick(due)), due)

    def _begin(self) -> None:
        self.offset += 1
        self.state.draft.begin(self.offset)


def policy(version: str = "v1", **rule: object) -> Policy:
    return stories.policy(version).model_copy(update={"hot": HotRule.model_validate(rule)})


def people(number: int, at: datetime, apart: timedelta = 2 * MINUTE, **more: object) -> Iterator[Report]:
    """So many people, each with a name of their own unless `reporter` says another."""
    for n in range(number):
        name = f"r{next(NUMBERS)}"
        said: dict[str, object] = {"reporter": f"{name:_<8}", "region": "north", **more}
        yield stories.report(name, "a hole", at + n * apart, **said)


def season(street: Street, days: int, a_day: int, at: datetime = TEN) -> Street:
    """Days on which so many people report around ten."""
    for day in range(days):
        street.hear(people(a_day, at + day * DAY, 5 * MINUTE))
    return street


def storm(at: datetime, number: int = 40) -> Iterator[Report]:
    return people(number, at, MINUTE)
