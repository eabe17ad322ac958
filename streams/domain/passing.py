"""What the passing of time does: everything that has fallen due, in order."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from streams.domain import actions, groups
from streams.domain.calendar import shifted
from streams.domain.changes import Entry
from streams.domain.handling import proceeding
from streams.domain.hot import issues
from streams.domain.letters import tick_letter
from streams.domain.publishing import take_force
from streams.domain.state import State
from streams.domain.timers import Timer, TimerKind
from topics.inbox import Tick
from topics.memory import Identity, LastTick

TOLERANCE = timedelta(seconds=5)


def pass_time(state: State, tick: Tick, entry: Entry, clock_now: datetime) -> None:
    """Fold one tick; one that is more than 5 wall seconds from the clock is a dead letter and moves nothing."""
    clock = state.shelf.clock
    if clock is None or abs(tick.now - clock_now) > TOLERANCE * clock.rate:
        state.draft.dead(tick_letter(entry, state.shelf.partition(state.scope), tick.now, clock_now))
        return
    if tick.now > state.now:
        state.keep(LastTick(scope=state.scope, stamp=state.draft.stamp(), now=tick.now))
    while timer := state.timers.pop(state.now):
        _FIRE[timer.kind](state, timer)


def _course(state: State, timer: Timer) -> None:
    """A rung fires, a clock ends, or a case falls to somebody."""
    proceeding.pass_until(state, state.cases[timer.name], timer.due)


def _leave(state: State, timer: Timer) -> None:
    """A case that can no longer be reopened leaves memory; the identities of its reports stay for a while."""
    case = state.cases[timer.name]
    until = shifted(timer.due, state.rules_of(case).identity_for)
    for member in groups.forget(state, case):
        state.keep(
            Identity(
                scope=state.scope,
                stamp=state.draft.stamp(),
                report_id=member.report_id,
                case_id=member.case_id,
                content=member.content,
                revision=member.revision,
                redeliveries=member.redeliveries,
                until=until,
            )
        )


def _hot(state: State, timer: Timer) -> None:
    issues.subside(state, state.watch.issue(timer.name), timer.due)


def _identity(state: State, timer: Timer) -> None:
    state.forget_identity(state.identities[timer.name])


def _parked(state: State, timer: Timer) -> None:
    actions.expire(state, state.parked[timer.name])


def _policy(state: State, timer: Timer) -> None:
    take_force(state, state.shelf.held[timer.name])


_FIRE: Mapping[TimerKind, Callable[[State, Timer], None]] = {
    TimerKind.COURSE: _course,
    TimerKind.HOT: _hot,
    TimerKind.IDENTITY: _identity,
    TimerKind.LEAVE: _leave,
    TimerKind.PARKED: _parked,
    TimerKind.POLICY: _policy,
}
