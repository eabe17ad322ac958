"""Every rung of first response that must have fired: until a unit signs for a case, until the citizen is called.

Of the tables it takes what was done to a case, when, and whether it was accepted. For policies that allow every case
the same time for either, and in which no case is paused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from deploy.demo.audit.found import Row
from deploy.demo.audit.hours import due
from deploy.demo.audit.rungs import Fired, times
from topics.deadline import ClockName
from topics.policy import Policy

_BEGINS = {ClockName.SIGN: frozenset({"dispatch"}), ClockName.CONTACT: frozenset({"open", "reopen"})}
_ENDS = {
    ClockName.SIGN: frozenset({"sign", "dispatch", "resolve"}),
    ClockName.CONTACT: frozenset({"contact", "resolve"}),
}


class Wait(NamedTuple):
    """A clock, of a unit or ('') of the case; its round; from `start` until `done`, if ever."""

    clock: ClockName
    holder: str
    round: int
    start: datetime
    done: datetime | None = None


def must_respond(policy: Policy, case_id: str, history: Iterable[Row], now: datetime) -> set[Fired]:
    """The rungs that are due by now and were due before what they wait for was done."""
    limits = {rule.clock: rule.limit for rule in policy.limits}
    return {
        Fired(case_id, one.clock, one.holder, one.round, rung.rung, at)
        for one in _waits(history)
        for rung in policy.ladder
        if rung.clock is one.clock and one.clock in limits
        for at in times(policy, rung, one.start, due(policy.calendar, one.start, limits[one.clock]))
        if at <= min(one.done or now, now)
    }


def _waits(history: Iterable[Row]) -> Iterator[Wait]:
    """What counts is the order of time, not that in which the stream heard of it."""
    running: dict[ClockName, Wait] = {}
    rounds = Counter[tuple[ClockName, str]]()
    for row in sorted(history, key=lambda one: (one["at"], one["version"], one["index"])):
        if not row["accepted"]:
            continue
        for clock in [clock for clock in running if row["action"] in _ENDS[clock]]:
            yield running.pop(clock)._replace(done=row["at"])
        for clock in [clock for clock in _BEGINS if row["action"] in _BEGINS[clock]]:
            holder = row["unit"] if clock is ClockName.SIGN else ""
            rounds[clock, holder] += 1
            running[clock] = Wait(clock, holder, rounds[clock, holder], row["at"])
    yield from running.values()
