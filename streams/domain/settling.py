"""What follows from many cases at once, read from their columns: what `State.settle` does for one."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.matching import NEVER, Settled, in_ms
from streams.domain.open_hours import LAST
from streams.domain.state import State
from streams.domain.store.case_form import STATES
from streams.domain.store.rows import Numbers
from streams.domain.timers import TimerKind

_SECOND = 1_000_000  # microseconds
_MINUTE_S = 60
_LAST = in_ms(LAST)
Moments = NDArray[np.int64]


class _Dues(NamedTuple):
    """When the timers of some cases are due, and until when they reopen: milliseconds since 1970, or NEVER."""

    course: Moments
    leave: Moments
    close: Moments


def settle_all(state: State, numbers: Numbers) -> None:
    """Settle cases that never have been; their policies are held."""
    linked = [state.cases.number(case) for case in state.links.linked()]
    odd = np.isin(numbers, [*state.cases.beside, *linked])
    for number in numbers[odd].tolist():
        state.settle(state.cases.at(number), None)
    numbers = numbers[~odd]
    dues = _dues(state, numbers)
    _count(state, numbers)
    _set_timers(state, numbers, dues)
    cases = state.cases
    first_at = np.rint(1000 * cases.column("first_at", numbers)).astype(np.int64)
    codes, versions = (cases.said(cases.column(of, numbers)) for of in ("class_code", "policy_version"))
    kinds = [state.shelf.under(version).kind(code) for code, version in zip(codes, versions, strict=True)]
    state.matcher.settle_all(Settled(numbers, kinds, first_at, dues.close))


def _dues(state: State, numbers: Numbers) -> _Dues:
    resolved, coming = (_microseconds(state, of, numbers) for of in ("resolved_at", "next_at"))
    leave, close = np.full((2, len(numbers)), NEVER)
    for number, alike in _kinds(state, numbers):
        case = state.cases.at(number)
        rules, over = state.rules_of(case), alike & (resolved >= 0)
        state.shelf.uses[case.policy_version] += int(alike.sum())
        close[over] = _shifted(resolved[over], rules.reopen_for)
        leave[over] = _shifted(resolved[over], rules.reopen_for + rules.follow_for)
    course = np.where(coming >= 0, coming // 1000, NEVER)
    leave = np.where((leave != NEVER) & (course != NEVER), np.maximum(leave, course), leave)
    return _Dues(course, leave, close)


def _kinds(state: State, numbers: Numbers) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """The cases of one policy; the number of one of them comes first."""
    policies = state.cases.column("policy_version", numbers)
    _, first, kind = np.unique(policies, return_index=True, return_inverse=True)
    for which, at in enumerate(first):
        yield int(numbers[at]), kind == which


def _count(state: State, numbers: Numbers) -> None:
    states = np.bincount(state.cases.column("state", numbers), minlength=len(STATES)).tolist()
    over, paused = state.cases.column("resolved_at", numbers) >= 0, state.cases.column("clock.paused", numbers) > 0
    running = numbers[~(over | paused)]
    due, seen, opened = (state.cases.column(of, running) for of in ("clock.due_at", "seen_at", "opened_at"))
    minutes = due.astype(np.int64) // _MINUTE_S
    overdue = int(np.count_nonzero(due <= np.where(seen >= 0, seen, opened)))
    state.census.add(dict(zip(STATES, states, strict=True)), Counter(minutes.tolist()), overdue)


def _set_timers(state: State, numbers: Numbers, dues: _Dues) -> None:
    cases = state.cases
    names = np.array(list(map(cases.name, numbers.tolist())), object)
    columns = {TimerKind.COURSE: cases.course, TimerKind.LEAVE: cases.leave}
    for (kind, column), due in zip(columns.items(), dues[: len(columns)], strict=True):
        some = due != NEVER
        column.fill(numbers[some], due[some])
        state.timers.follow(kind, names[some].tolist(), due[some].tolist())


def _microseconds(state: State, path: str, numbers: Numbers) -> Moments:
    """Exact: see `fields.moments`."""
    moments: Moments = np.rint(state.cases.column(path, numbers) * _SECOND).astype(np.int64)
    return moments


def _shifted(moments: Moments, by: timedelta) -> Moments:
    """What `calendar.shifted` does: microseconds, moved, in milliseconds."""
    moved: Moments = np.clip((moments + by // timedelta(microseconds=1)) // 1000, 0, _LAST)
    return moved
