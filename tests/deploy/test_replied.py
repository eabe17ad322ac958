"""Real complaints and the times of their real answers: who was on time, reminded, urged and supervised.

What is right is reckoned here by itself: day after day, by the `holidays` package, without our calendar.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from holidays.countries import China

from deploy.policyfile import load_policy
from deploy.replay import raw_records
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.casebook import CaseBook
from streams.domain.intake import Doors, RawRecord
from streams.domain.merging.apart import Apart
from streams.processors.local import LocalStream
from topics.deadline import Rung
from topics.facts import Fact
from topics.ids import case_id, report_id
from topics.policy import Policy
from topics.sheets import Sheet
from topics.working_time import Limit, LimitUnit

FILE = "complaints_zh_replied.csv"
POLICY = Path(__file__).parents[2] / "deploy" / "policies" / "zh"
ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
LADDER = {"remind": -1 * DAY, "urge": 0 * DAY, "supervise": 3 * DAY}
"""Rungs, and how long after due they fire."""
WORKED = ((time(9), time(12)), (time(13, 30), time(17, 30)))
CHINA = China(years=range(2010, 2023))


class Handled(NamedTuple):
    """When a complaint was due, whether it was answered by then, and the rungs that fired for it."""

    due: datetime
    on_time: bool
    rungs: frozenset[str]


@pytest.fixture(scope="module")
def raws(data_dir: Path) -> Sequence[RawRecord]:
    return list(raw_records(messages([data_dir / FILE], load_mapping("zh-replied"))))


@pytest.mark.feature("deadlines.ladder")
@pytest.mark.feature("deadlines.working-time")
@pytest.mark.parametrize("days", [3, 7, 15])
def test_each_complaint_is_on_time_reminded_urged_and_supervised_as_the_calendar_says(
    data_dir: Path, raws: Sequence[RawRecord], days: int
) -> None:
    found, right = replayed(raws, limited(days)), reckoned(data_dir / FILE, days)
    assert counts(found) == counts(right)
    assert found == right
    assert len(found) == 2_816
    assert all(counts(right).values())


def limited(days: int) -> Policy:
    """The shipped policy with so many working days for everything, and the ladder of this test."""
    ladder = tuple(
        Rung(rung=rung, before=max(-after, 0 * DAY), after=max(after, 0 * DAY), audience="unit")
        for rung, after in LADDER.items()
    )
    limit = Limit(amount=days, unit=LimitUnit.WORKING_DAYS)
    return load_policy(POLICY).model_copy(update={"resolve": limit, "ladder": ladder, "classify": None})


def counts(handled: Mapping[str, Handled]) -> dict[str, int]:
    """How many were on time, and for how many each rung fired."""
    fired = {rung: sum(rung in one.rungs for one in handled.values()) for rung in LADDER}
    return {"on_time": sum(one.on_time for one in handled.values()), **fired}


def replayed(raws: Sequence[RawRecord], policy: Policy) -> dict[str, Handled]:
    """What the fold says of each case."""
    doors = Doors.of(policy.scopes, b"a test has no secrets")
    stream = LocalStream(policy, raws[0].at - DAY, doors, lambda scope: CaseBook(scope, Apart()))
    facts = stream.fold(raws)
    rungs: dict[str, set[str]] = {}
    for row in rows(facts, "escalation"):
        assert row["retracted_at"] is None
        assert row["rung"] not in rungs.setdefault(row["case_id"], set())
        rungs[row["case_id"]].add(row["rung"])
    return {
        row["case_id"]: Handled(
            row["due_at"], row["done_at"] is not None and not row["late"], frozenset(rungs.get(row["case_id"], ()))
        )
        for row in rows(facts, "clock")
    }


def rows(facts: Sequence[Fact], kind: str) -> Iterator[dict[str, Any]]:
    """The rows of one kind."""
    for fact in facts:
        if isinstance(fact, Sheet) and fact.kind == kind:
            for cells in zip(*fact.columns.values(), strict=True):
                yield dict(zip(fact.columns, cells, strict=True))


def reckoned(file: Path, days: int) -> dict[str, Handled]:
    """What is right for each complaint; one without an answer waits until the last event of the file."""
    with file.open(newline="", encoding="utf-8-sig") as lines:
        told = [(row["id"], read(row["time"]), read(row["reply_time"])) for row in csv.DictReader(lines)]
    end = max(at for _, *both in told for at in both if at)
    return {of(ref): judged(due(at, days), answered, end) for ref, at, answered in told if at}


def judged(due_at: datetime, answered: datetime | None, end: datetime) -> Handled:
    """A rung fires unless the answer came first."""
    rungs = frozenset(rung for rung, after in LADDER.items() if due_at + after <= (answered or end))
    return Handled(due_at.astimezone(UTC), answered is not None and answered <= due_at, rungs)


def due(start: datetime, days: int) -> datetime:
    """So many working days after a start, at the same time of day; outside open hours the start is the next opening."""
    day, at = start.date(), start.time()
    if not CHINA.is_working_day(day) or at >= WORKED[-1][1]:
        day, at = next_working(day), WORKED[0][0]
    at = next(max(at, opens) for opens, closes in WORKED if at < closes)
    for _ in range(days):
        day = next_working(day)
    return datetime.combine(day, at, ZONE)


def next_working(day: date) -> date:
    """The first working day after a day: make-up days are, holidays and weekends are not."""
    day += DAY
    while not CHINA.is_working_day(day):
        day += DAY
    return day


def read(said: str) -> datetime | None:
    """A time of the file; None where there is none."""
    return datetime.fromisoformat(said).replace(tzinfo=ZONE) if said else None


def of(ref: str) -> str:
    """The case of a complaint."""
    return case_id("a-city", report_id("zh-replied", ref), 0)
