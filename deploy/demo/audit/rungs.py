"""Every rung that must have fired: from when reports and actions were sent, the policy's limits, and working hours.

Of the tables it takes which report is in which case, the case's class, and in what order the stream heard of things.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from deploy.demo.audit.found import Row
from deploy.demo.audit.hours import due
from deploy.demo.audit.known import Horizon
from topics.policy import Policy
from topics.reasons import ActionReason
from topics.working_time import Limit

_ACTION = frozenset(ActionReason)
_JOINED = frozenset({"open", "join", "urge"})


class Round(NamedTuple):
    """One round of a case: from `start` until `resolved`, if ever; the offsets at which the stream heard of both."""

    number: int
    start: datetime
    heard: int
    resolved: datetime | None = None
    resolved_heard: int = 0


class Fired(NamedTuple):
    """One rung of one round, at its time."""

    case_id: str
    round: int
    rung: str
    fire_at: datetime


class Due(NamedTuple):
    """A case's rounds, its limit, and when each round is due."""

    limit: Limit
    rounds: list[Round]
    due_at: list[datetime]


def deadlines(policy: Policy, case: Row, history: Iterable[Row], received: Mapping[str, datetime]) -> Due:
    """The rounds of one case and their due times; `received` says when each report came in."""
    limits = {entry.code: entry.resolve or policy.resolve for entry in policy.classes}
    limit = limits[case["class_code"]]
    rounds = _rounds(history, received, timedelta(days=policy.retention.reopen_days))
    return Due(limit, rounds, [due(policy.calendar, one.start, limit) for one in rounds])


def must_fire(policy: Policy, case: Row, known: Due, horizon: Horizon) -> set[Fired]:
    """The rungs that are due by the last tick and were due before the case was resolved."""
    return {
        Fired(case["case_id"], one.number, rung.rung, due_at - rung.before)
        for one, due_at in zip(known.rounds, known.due_at, strict=True)
        for rung in policy.ladder
        if due_at - rung.before <= min(one.resolved or horizon.now, horizon.now) and one.heard < horizon.offset
    }


def was_overtaken(fired: Fired, version: int, known: Due) -> bool:
    """Whether a rung fired after its case was resolved, but before the stream could hear of that."""
    if fired.round > len(known.rounds):
        return False
    one = known.rounds[fired.round - 1]
    return one.resolved is not None and one.resolved < fired.fire_at and version < one.resolved_heard


def _rounds(history: Iterable[Row], received: Mapping[str, datetime], reopen_for: timedelta) -> list[Round]:
    rounds: list[Round] = []
    for row in history:
        if row["action"] in _JOINED:
            _come(rounds, received[row["report_id"]], row["version"])
        elif rounds and row["reason"] in _ACTION:
            _done(rounds, row, reopen_for)
    return rounds


def _come(rounds: list[Round], at: datetime, heard: int) -> None:
    """A report opens the case, or opens it again where it was resolved before the report came."""
    resolved = rounds[-1].resolved if rounds else None
    if not rounds or (resolved and at > resolved):
        rounds.append(Round(len(rounds) + 1, at, heard))


def _done(rounds: list[Round], row: Row, reopen_for: timedelta) -> None:
    last, at = rounds[-1], row["at"]
    if row["action"] == "resolve" and last.resolved is None and at >= last.start:
        rounds[-1] = last._replace(resolved=at, resolved_heard=row["version"])
    if row["action"] == "reopen" and last.resolved and last.resolved <= at <= last.resolved + reopen_for:
        rounds.append(Round(last.number + 1, at, row["version"]))
