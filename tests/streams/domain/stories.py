"""A small town to tell logs about: its policy, its people, and what a fold of their log leaves behind."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec

from streams.domain.casebook import CaseBook
from streams.domain.changes import Changes, Entry, Memory
from streams.domain.state import Remembered
from tests.fakes.matcher import TwinMatcher
from tests.rows import rows_of
from topics.action import ActionName, Details
from topics.acts import Escalation, Notice, Transition
from topics.deadline import Rung
from topics.facts import DeadLetter
from topics.handled import ClockRow, HolderRow
from topics.hot import HotIssueRow
from topics.ids import case_id, report_id
from topics.inbox import Action, ClockSetting, PolicyChange, Report, Tick
from topics.merge_rule import TextMerge
from topics.model import Forget, Source
from topics.policy import Class, Policy, Region, Retention, Scope
from topics.rows import CaseRow, MemberRow, ReportRow, Row, Suggestion
from topics.working_time import Calendar, Interval, Limit, LimitUnit

View = ReportRow | MemberRow | CaseRow | Suggestion | HotIssueRow | ClockRow | HolderRow
TOWN = "town"
START = datetime(2025, 3, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CLOCK = ClockSetting(epoch=START, start=START)

CALENDAR = Calendar(
    timezone="Asia/Shanghai",
    intervals=(Interval(opens=time(9), closes=time(12)), Interval(opens=time(13, 30), closes=time(17, 30))),
)


def policy(
    version: str = "v1", effective_from: datetime = START, limit_hours: float = 24, successor_days: float = 0
) -> Policy:
    """Roads have `limit_hours` natural hours, everything else two working days; memory is short."""
    return Policy(
        version=version,
        effective_from=effective_from,
        scopes=(Scope(scope=TOWN, partition=3, channels=("board",)),),
        calendar=CALENDAR,
        classes=(
            Class(code="road", name="道路", words=("pothole",), resolve=_limit(limit_hours, LimitUnit.NATURAL_HOURS)),
            Class(code="other", name="其他"),
        ),
        fallback_class="other",
        regions=(
            Region(code="n", name="北区", level=1, words=("north", "middle")),
            Region(code="n1", name="北街", parent="n", level=2, words=("middle",)),
        ),
        resolve=_limit(2, LimitUnit.WORKING_DAYS),
        ladder=(
            Rung(rung="urge", audience="unit"),
            Rung(rung="remind", before=timedelta(hours=6), audience="unit"),
        ),
        merges={"twins": TextMerge(join_at=0.5, window_days=90, age_cap_days=20)},
        merge="twins",
        retention=Retention(reopen_days=2, successor_days=successor_days, identity_days=3, parked_action_days=1),
    )


def _limit(amount: float, unit: LimitUnit) -> Limit:
    return Limit(amount=amount, unit=unit)


def change(wanted: Policy | None = None, clock: ClockSetting = CLOCK) -> PolicyChange:
    return PolicyChange(scope=TOWN, policy=wanted or policy(), clock=clock)


def source(name: str) -> Source:
    return Source(topic="reports.raw", partition=0, offset=sum(name.encode()))


def rid(name: str) -> str:
    return report_id("board", name)


def cid(name: str) -> str:
    return case_id(TOWN, rid(name), 0)


def report(name: str, text: str = "a hole", at: datetime = START, **more: object) -> Report:
    said = {
        "title": "",
        "address": "",
        "region": "",
        "category": "road",
        "latitude": None,
        "longitude": None,
        "reporter": "",
        "attachments": (),
        "occurred_at": at,
        "received_at": at,
        "source": source(name),
    }
    named = {"scope": TOWN, "report_id": rid(name), "channel": "board", "channel_ref": name, "text": text}
    return msgspec.convert({**said, **named, **more}, Report)


def action(
    name: ActionName,
    at: datetime = START,
    *,
    case: str = "",
    of: str = "",
    unit: str = "",
    other: str = "",
    reports: Sequence[str] = (),
    **details: Any,
) -> Action:
    return Action(
        source=Source(topic="actions.raw", partition=0, offset=int((at - START) / HOUR) + 10_000),
        scope=TOWN,
        action=name,
        case_id=case,
        report_id=rid(of) if of else "",
        occurred_at=at,
        unit=unit,
        actor="",
        note="",
        other_case=other,
        reports=tuple(map(rid, reports)),
        details=Details(**details),
    )


def tick(now: datetime) -> Tick:
    return Tick(scope=TOWN, now=now)


@dataclass
class Tables:
    """What readers of the topics see in the end."""

    memory: dict[tuple[str, str], Remembered] = field(default_factory=dict)
    remembered: list[Memory] = field(default_factory=list)
    rows: dict[tuple[str, str], View] = field(default_factory=dict)
    acts: list[Transition | Escalation | Notice] = field(default_factory=list)
    dead: list[DeadLetter] = field(default_factory=list)

    def pour(self, changes: Changes) -> None:
        self.remembered += changes.memory
        for record in changes.memory:
            self._remember(record)
        for row in rows_of(changes.sheets):
            self._row(row)
        self.dead += changes.dead

    def _row(self, row: Row) -> None:
        match row:
            case Transition() | Escalation() | Notice():
                self.acts.append(row)
            case ReportRow() | MemberRow() | CaseRow() | Suggestion() | HotIssueRow() | ClockRow() | HolderRow():
                name = row.KIND, _name(row)
                before = self.rows.get(name)
                if before is None or before.version <= row.version:
                    self.rows[name] = row

    def _remember(self, record: Memory) -> None:
        if isinstance(record, Forget):
            self.memory.pop((record.topic, record.key), None)
        else:
            self.memory[record.TOPIC, record.key] = record

    def settled(self) -> object:
        """All of it in an order that does not depend on batches."""
        acts = sorted(self.acts, key=lambda act: act.model_dump_json())
        dead = sorted(self.dead, key=lambda letter: letter.model_dump_json())
        return self.memory, self.rows, acts, dead


def _name(row: View) -> str:
    match row:
        case CaseRow():
            return row.case_id
        case HotIssueRow():
            return row.hot_id
        case ClockRow():
            return row.clock_id
        case HolderRow():
            return row.holder_id
        case _:
            return row.report_id


def restored(book: CaseBook, memory: Iterable[Remembered | Forget]) -> CaseBook:
    """The book, once it has taken up all of this, the records of its topic `book` first."""
    book.restore(sorted(memory, key=lambda one: (one.topic if isinstance(one, Forget) else one.TOPIC) != "book"))
    deque(book.settle(), maxlen=0)
    return book


class Town:
    """A book and its readers: tells it one record after the other, and shows what they see."""

    def __init__(self, *first: Report | Action | Tick | PolicyChange, wall: datetime = START) -> None:
        self.book = CaseBook(TOWN, TwinMatcher())
        self.tables = Tables()
        self.offset = 0
        self.wall = wall
        self.tell(*(first or (change(),)))

    def tell(self, *records: Report | Action | Tick | PolicyChange) -> Changes:
        """One batch, appended at the town's wall time; a tick moves that first."""
        batch = [self._entry(record) for record in records]
        changes = self.book.apply(batch)
        self.tables.pour(changes)
        return changes

    def wait(self, until: datetime) -> Changes:
        return self.tell(tick(until))

    def _entry(self, record: Report | Action | Tick | PolicyChange) -> Entry:
        self.wall = max(self.wall, record.now) if isinstance(record, Tick) else self.wall
        self.offset += 1
        return Entry(self.offset - 1, self.wall, record)

    def case(self, name: str) -> CaseRow:
        row = self.tables.rows["case", cid(name)]
        assert isinstance(row, CaseRow)
        return row

    def report(self, name: str) -> ReportRow:
        row = self.tables.rows["report", rid(name)]
        assert isinstance(row, ReportRow)
        return row

    def member(self, name: str) -> MemberRow:
        row = self.tables.rows["member", rid(name)]
        assert isinstance(row, MemberRow)
        return row

    def transitions(self) -> list[tuple[str, str, str, bool]]:
        """Action, states before and after, accepted."""
        acts = [act for act in self.tables.acts if isinstance(act, Transition)]
        return [(act.action, act.before, act.after, act.accepted) for act in acts]

    def escalations(self) -> list[Escalation]:
        return [act for act in self.tables.acts if isinstance(act, Escalation)]


def fold(book: CaseBook, batches: Iterable[Sequence[Entry]], tables: Tables) -> Tables:
    for batch in batches:
        tables.pour(book.apply(batch))
    return tables
