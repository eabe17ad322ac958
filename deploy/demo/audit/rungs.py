"""Every rung to resolve a case that must have fired: from what was sent and when, the policy, and working hours.

Of the tables it takes which report is in which case, the case's class, and in what order the stream heard of things.
It reckons the resolve clocks of cases alone, for policies that say of those neither `limits` nor `stops_on`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from deploy.demo.audit.found import Row
from deploy.demo.audit.hours import due, undisturbed
from deploy.demo.audit.known import Horizon
from topics.deadline import ClockName, Rung
from topics.policy import Policy
from topics.reasons import ActionReason
from topics.working_time import Limit

_ACTION = frozenset(ActionReason)
_JOINED = frozenset({"open", "join", "urge"})
_MOVES = frozenset({"resolve", "reopen"})


class Round(NamedTuple):
    """One round of a case: from `start` until `resolved`, if ever."""

    number: int
    start: datetime
    resolved: datetime | None = None


class Fired(NamedTuple):
    """One rung of one round of a clock, of a unit or ('') of the case, at its time."""

    case_id: str
    clock: str
    holder: str
    round: int
    rung: str
    fire_at: datetime


class Due(NamedTuple):
    """A case's rounds, its limit, when each round is due, and the offset at which the stream last heard of it."""

    limit: Limit
    rounds: list[Round]
    due_at: list[datetime]
    heard: int


class _News(NamedTuple):
    """Something done to a case: an action, or (`again`) a report that came when it was resolved."""

    at: datetime
    what: str


def deadlines(policy: Policy, case: Row, history: Sequence[Row], received: Mapping[str, datetime]) -> Due:
    """The rounds of one case and their due times; `received` says when each report came in."""
    limits = {entry.code: entry.resolve or policy.resolve for entry in policy.classes}
    limit = limits[case["class_code"]]
    rounds = _rounds(history, received, timedelta(days=policy.retention.reopen_days))
    heard = max((row["version"] for row in history), default=0)
    return Due(limit, rounds, [due(policy.calendar, one.start, limit) for one in rounds], heard)


def must_fire(policy: Policy, case: Row, known: Due, horizon: Horizon) -> set[Fired]:
    """The rungs that are due by the last tick and were due before the case was resolved."""
    return {
        Fired(case["case_id"], ClockName.RESOLVE, "", one.number, rung.rung, at)
        for one, due_at in zip(known.rounds, known.due_at, strict=True)
        for rung in _ladder(policy)
        for at in times(policy, rung, one.start, due_at)
        if at <= min(one.resolved or horizon.now, horizon.now)
    }


def _ladder(policy: Policy) -> list[Rung]:
    """The rungs that are reckoned here."""
    return [rung for rung in policy.ladder if rung.clock is ClockName.RESOLVE]


def times(policy: Policy, rung: Rung, start: datetime, due_at: datetime) -> Iterable[datetime]:
    """When a rung fires for what began at `start`: not before that, and not in quiet hours."""
    for number in range(rung.repeats + 1):
        at = max(due_at - rung.before + rung.after + number * (rung.every or timedelta()), start)
        yield at if rung.loud else undisturbed(policy.calendar, at)


def _rounds(history: Iterable[Row], received: Mapping[str, datetime], reopen_for: timedelta) -> list[Round]:
    """What was done counts in the order of its time; whether a report finds the case resolved, when it is heard."""
    rounds: list[Round] = []
    news: list[_News] = []
    for row in history:
        if row["action"] in _MOVES and row["reason"] in _ACTION:
            news.append(_News(row["at"], row["action"]))
        elif row["action"] in _JOINED:
            at = received[row["report_id"]]
            rounds = rounds or [Round(1, at)]
            if (resolved := rounds[-1].resolved) and at > resolved:
                news.append(_News(at, "again"))
        rounds = _run(rounds[:1], news, reopen_for)
    return rounds


def _run(first: Sequence[Round], news: Iterable[_News], reopen_for: timedelta) -> list[Round]:
    rounds = [one._replace(resolved=None) for one in first]
    for at, what in sorted(news, key=attrgetter("at")):
        last = rounds[-1]
        if at < rounds[0].start:
            continue
        if what == "resolve":
            rounds[-1] = last._replace(resolved=last.resolved or at)
        elif last.resolved and (what == "again" or at <= last.resolved + reopen_for):
            rounds.append(Round(last.number + 1, at))
    return rounds
