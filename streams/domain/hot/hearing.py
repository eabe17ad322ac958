"""What a new report means for hot issues: it is counted, and may open one, or go into one that is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from streams.domain.hot import issues
from streams.domain.hot.baseline import Baseline
from streams.domain.hot.issues import Heard
from streams.domain.hot.season import Moment
from streams.domain.matching import in_ms
from streams.domain.policies import Rules
from streams.domain.state import State
from topics.case import Case
from topics.inbox import Report

_HOUR = timedelta(hours=1)


def hear(state: State, report: Report, code: str, case: Case, heard_at: datetime) -> None:
    """Take in a report that is new, of a class, in a case.

    It counts when it was received; not after it was heard, and not at all where that was more than an hour before:
    a channel's wrong clock, or old reports that are fed, move nothing.
    """
    rules, watch = state.shelf.in_force, state.watch
    rule = rules.policy.hot
    if not rule.on:
        return
    if not watch.knows(rules):
        _renew(state, rules, heard_at)
    code = rules.kind(code)
    at = min(report.received_at, heard_at)
    ms = in_ms(at)
    moment = rules.season.at(ms)
    way = watch.way(rules, code, rules.place(report.region).region)
    late = heard_at - at > _HOUR
    people = 0 if late else watch.people(code, state.draft.offset).count(report, ms, rule)
    if people:
        _count(state, rules, way, moment, named=bool(report.reporter))
    for baseline in way:
        if baseline.people >= rule.least_people or baseline.issue is not None:
            _warm(state, rules, way, Heard(report, case, at, moment, people))
            break


def _count(state: State, rules: Rules, way: Sequence[Baseline], moment: Moment, named: bool) -> None:
    for baseline in way:
        state.watch.touch(baseline, state.draft.offset)
        if moment.slot > baseline.slot:
            baseline.reach(moment, rules.season, rules.policy.hot)
        baseline.add(moment, named)


def _warm(state: State, rules: Rules, way: Sequence[Baseline], heard: Heard) -> None:
    """Each issue that a report goes into grows; the narrowest answers it. One opens only where no wider one stands."""
    answering, covered = None, False
    for baseline in way:
        issue = baseline.issue
        if issue is None:
            covered = covered or (heard.people > 0 and issues.open_if_hot(state, rules, baseline, heard))
        elif heard.at >= issue.opened_at - _HOUR:
            answering, covered = issues.grow(state, rules, baseline, issue, heard), True
    if answering is not None:
        issues.answer(state, rules, answering, heard)


def _renew(state: State, rules: Rules, heard_at: datetime) -> None:
    """Under another policy other classes and areas are watched."""
    state.keep(state.watch.renewed(rules, rules.season.at(in_ms(heard_at)).day, state.draft.stamp()))
    for forget in state.watch.unwatched():
        state.draft.remember(forget)
