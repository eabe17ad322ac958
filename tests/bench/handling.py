"""What handling costs without merging: microseconds of processor time a report, an action, and a tick that fires rungs.

    python -m tests.bench.handling [CASES]

Under the policy with one clock (`zh`), and the one with four and with duties (`district`). Prints a JSON object each.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from deploy.policyfile import load_policy
from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from streams.domain.merging.apart import Apart
from topics.action import ActionName
from topics.ids import digest, report_id
from topics.inbox import Action, ClockSetting, PolicyChange, Report, Tick
from topics.model import Source
from topics.policy import Policy

POLICIES = Path(__file__).parents[2] / "deploy" / "policies"
START = datetime(2025, 3, 3, 1, tzinfo=UTC)
DONE = (ActionName.SIGN, ActionName.CONTACT, ActionName.RESOLVE)
_HOUR, _SECOND = timedelta(hours=1), timedelta(seconds=1)
_WATCHED = 5 * timedelta(days=1)
_BATCH = 500
Record = Report | Action | Tick | PolicyChange


class Log:
    """The log of one scope, folded as it is told."""

    def __init__(self, policy: Policy) -> None:
        self.scope = policy.scopes[0].scope
        self.book = CaseBook(self.scope, Apart())
        self.facts = 0
        self.tell(
            [(START, PolicyChange(scope=self.scope, policy=policy, clock=ClockSetting(epoch=START, start=START)))]
        )

    def tell(self, told: Iterable[tuple[datetime, Record]]) -> float:
        """Fold records in batches. Returns microseconds for each."""
        entries = [Entry(self.book.position + number, at, record) for number, (at, record) in enumerate(told)]
        begun = process_time()
        for first in range(0, len(entries), _BATCH):
            self.facts += len(self.book.apply(entries[first : first + _BATCH]).facts)
        return round((process_time() - begun) / len(entries) * 1e6, 1)

    def ticks(self, until: datetime) -> tuple[int, float]:
        """Let time pass, tick after tick as things fall due. Returns how many, and microseconds for each."""
        begun, number = process_time(), 0
        while (due := self.book.next_due()) is not None and due <= until:
            self.book.fold(Entry(self.book.position, due, Tick(scope=self.scope, now=due)))
            number += 1
            if number % _BATCH == 0:
                self.book.changes()
        self.book.changes()
        return number, round((process_time() - begun) / max(number, 1) * 1e6, 1)


def main(cases: int) -> None:
    """Measure under both policies."""
    for name in ("zh", "district"):
        print(json.dumps({"policy": name, "cases": cases, **measure(_policy(name), cases)}))  # noqa: T201 - the figures are the result


def measure(policy: Policy, cases: int) -> dict[str, float]:
    """Open the cases, act on the first half of them, and let the others fall due."""
    log = Log(policy)
    classes, regions = [one.code for one in policy.classes], [one.code for one in policy.regions] or [""]
    told = [_report(log.scope, number, classes, regions) for number in range(cases)]
    figures = {"report_us": log.tell((one.received_at, one) for one in told)}
    now = told[-1].received_at + _HOUR
    for action in DONE:
        figures[f"{action}_us"] = log.tell((now, _action(log.scope, one, action, now)) for one in told[: cases // 2])
    ticks, tick_us = log.ticks(now + _WATCHED)
    return {**figures, "ticks": ticks, "tick_us": tick_us}


def _policy(name: str) -> Policy:
    """Each report says its class."""
    return load_policy(POLICIES / name).model_copy(update={"classify": None})


def _report(scope: str, number: int, classes: Sequence[str], regions: Sequence[str]) -> Report:
    at = START + number * _SECOND
    return Report(
        source=Source(topic="reports.raw", partition=0, offset=number),
        scope=scope,
        report_id=report_id("app", str(number)),
        channel="app",
        channel_ref=str(number),
        occurred_at=at,
        received_at=at,
        title="",
        text=f"第{number}盏灯不亮",
        address="",
        region=regions[number % len(regions)],
        category=classes[number % len(classes)],
        latitude=None,
        longitude=None,
        reporter=digest("person", str(number)),
        attachments=(),
    )


def _action(scope: str, report: Report, name: ActionName, at: datetime) -> Action:
    return Action(
        source=Source(topic="actions.raw", partition=0, offset=report.source.offset),
        scope=scope,
        action=name,
        case_id="",
        report_id=report.report_id,
        occurred_at=at,
        unit="",
        actor="",
        note="",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
