"""Real complaints, and what is done to their cases: one log gives the same cases, ids and reasons, however cut."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from streams.app import new_books
from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from tests.quality.town import complaint
from tests.streams.domain.stories import Tables, fold, restored
from topics.action import ActionName
from topics.ids import case_id
from topics.inbox import Action, ClockSetting, PolicyChange, Report, Tick
from topics.model import Source
from topics.policy import Policy

POLICY = Path(__file__).parents[3] / "deploy" / "policies" / "zh"
SIZES = (1, 7, 200, 5_000)
LATEST = 1_500  # so many rows make a log that is folded in a second or two


def told(reports: Sequence[Report]) -> Iterator[tuple[datetime, Report | Action]]:
    """Every third case is resolved after four days; of some, people correct what is one case."""
    for number, report in enumerate(reports):
        yield report.received_at, report
        at = report.received_at + timedelta(hours=number % 50)
        if number % 3 == 0:
            yield (
                report.received_at + timedelta(days=4),
                act(number, ActionName.RESOLVE, report, at + timedelta(days=4)),
            )
        if number % 11 == 5:
            other = case_id(report.scope, reports[number - 5].report_id, 0)
            name = (ActionName.MERGE, ActionName.UNMERGE, ActionName.KEEP_APART)[number % 3]
            yield at, act(number, name, report, at, other)


def act(number: int, name: ActionName, of: Report, at: datetime, other: str = "") -> Action:
    return Action(
        source=Source(topic="actions.raw", partition=0, offset=number),
        scope=of.scope,
        action=name,
        case_id="",
        report_id=of.report_id,
        occurred_at=at,
        unit="",
        actor="",
        note="",
        other_case=other,
    )


def log_of(policy: Policy, reports: Sequence[Report]) -> list[Entry]:
    """What happened, in the order of time, with a tick whenever something is due."""
    start = reports[0].received_at - timedelta(days=1)
    scope, clock = reports[0].scope, ClockSetting(epoch=start, start=start)
    book, log = new_books()(scope), [Entry(0, start, PolicyChange(scope=scope, policy=policy, clock=clock))]
    book.apply(log)
    for at, record in sorted(told(reports), key=lambda one: one[0]):
        while (due := book.next_due()) is not None and due <= at:
            log.append(Entry(len(log), due, Tick(scope=scope, now=due)))
            book.apply(log[-1:])
        log.append(Entry(len(log), at, record))
        book.apply(log[-1:])
    return log


@pytest.mark.feature("merging.deterministic")
def test_cut_into_batches_of_any_size_or_stopped_in_the_middle_it_is_the_same(data_dir: Path) -> None:
    policy = load_policy(POLICY)
    with (data_dir / "complaints_zh.csv").open(newline="", encoding="utf-8") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["time"])[-LATEST:]
    scope = policy.scopes[0].scope
    reports = sorted((complaint(row).altered(scope=scope) for row in rows), key=lambda one: one.received_at)
    log, new_book = log_of(policy, reports), new_books()
    whole = fold(new_book(scope), cut(log, len(log)), Tables()).settled()
    for size in SIZES:
        assert fold(new_book(scope), cut(log, size), Tables()).settled() == whole
    assert stopped(new_book(scope), new_book(scope), log).settled() == whole


def cut(log: Sequence[Entry], size: int) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(log), size):
        yield log[start : start + size]


def stopped(first: CaseBook, second: CaseBook, log: Sequence[Entry]) -> Tables:
    tables = fold(first, [log[: len(log) // 2]], Tables())
    return fold(restored(second, tables.memory.values()), [log], tables)
