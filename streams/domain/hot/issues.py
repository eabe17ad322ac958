"""The life of a hot issue: it opens, grows, cools and closes, and says so."""

from datetime import datetime, timedelta
from typing import NamedTuple

from streams.domain.calendar import shifted
from streams.domain.hot import words
from streams.domain.hot.baseline import MILLI, Baseline, Lines
from streams.domain.hot.season import Moment, ends, hour_of
from streams.domain.policies import Rules
from streams.domain.state import State
from topics.case import Case
from topics.hot import HotIssue
from topics.ids import digest
from topics.inbox import Report

_SHOWN_HOURS = 24 * 7
_SHOWN_REPORTS = 20


class Heard(NamedTuple):
    """A new report with its case, when it counts, and as how many people: none or one."""

    report: Report
    case: Case
    at: datetime
    moment: Moment
    people: int


def open_if_hot(state: State, rules: Rules, baseline: Baseline, heard: Heard) -> bool:
    """Whether a report opened an issue: not where the area is not hot, or not known well enough yet."""
    rule = rules.policy.hot
    if baseline.people < rule.least_people or heard.moment.day - baseline.since < rule.warm_up_days:
        return False
    lines = baseline.lines(heard.moment, rules.season, rule)
    if lines is None or MILLI * baseline.people < lines.opens or baseline.lasting(lines.opens) < lines.opens:
        return False
    issue = _opened(state, rules, baseline, heard, lines)
    _keep(state, _urged(state, rules, issue, heard))
    return True


def _opened(state: State, rules: Rules, baseline: Baseline, heard: Heard, lines: Lines) -> HotIssue:
    place = baseline.place
    return HotIssue(
        scope=state.scope,
        stamp=state.draft.stamp(),
        hot_id=digest(state.scope, place.code, place.region, heard.report.report_id),
        class_code=place.code,
        region=place.region,
        state="open",
        opened_at=heard.at,
        cooled_at=None,
        until=_cools_at(rules, heard.moment),
        last_at=heard.at,
        reports=baseline.people,
        people=baseline.people,
        peak=baseline.people,
        usual=lines.usual,
        line=lines.opens,
        by_hour=(baseline.this_hour(heard.moment),),
        usual_by_hour=(baseline.usual(heard.moment, rules.season),),
        first_reports=(heard.report.report_id,),
        units=(),
        policy_version=rules.version,
    )


def grow(state: State, rules: Rules, baseline: Baseline, issue: HotIssue, heard: Heard) -> HotIssue:
    """The issue with one report more. Somebody new keeps it open, or opens it again, while there are people enough."""
    by_hour, usual_by_hour = _longer(issue, rules, baseline, heard)
    grown = issue.altered(
        stamp=state.draft.stamp(),
        by_hour=by_hour,
        usual_by_hour=usual_by_hour,
        last_at=max(issue.last_at, heard.at),
        reports=issue.reports + 1,
        people=issue.people + heard.people,
        first_reports=(*issue.first_reports, heard.report.report_id)[:_SHOWN_REPORTS],
    )
    lines = baseline.lines(heard.moment, rules.season, rules.policy.hot) if heard.people else None
    grown = _urged(state, rules, _heated(grown, baseline, lines, _cools_at(rules, heard.moment)), heard)
    _keep(state, grown)
    return grown


def answer(state: State, rules: Rules, issue: HotIssue, heard: Heard) -> None:
    """Tell whoever sent a report into an open issue what is known of it."""
    if issue.state == "open":
        state.draft.act("notice", words.answer(issue, heard.report, heard.case, heard.at, rules, state.draft.offset))


def subside(state: State, issue: HotIssue, at: datetime) -> None:
    """Its time has come: an open issue cools, one that has cooled closes."""
    rule = state.shelf.in_force.policy.hot
    if issue.state == "open":
        until = shifted(at, timedelta(hours=rule.close_hours))
        _keep(state, issue.altered(stamp=state.draft.stamp(), state="cooled", cooled_at=at, until=until))
    else:
        state.draft.view("hot_issue", words.hot_issue_row(issue.altered(stamp=state.draft.stamp()), closed_at=at))
        state.draft.remember(state.watch.drop(issue))


def _keep(state: State, issue: HotIssue) -> None:
    """Its row is said when the batch ends."""
    state.keep(issue)
    state.watch.say(issue)


def _urged(state: State, rules: Rules, issue: HotIssue, heard: Heard) -> HotIssue:
    """A reminder letter goes to whoever is to look into it first, and to each further unit that holds a case of it."""
    unit = heard.case.unit
    if unit in issue.units or (issue.units and not unit):
        return issue
    state.draft.act("notice", words.letter(issue, heard.case, heard.at, rules, state.draft.offset))
    return issue.altered(units=(*issue.units, unit))


def _cools_at(rules: Rules, moment: Moment) -> datetime:
    return shifted(ends(moment), timedelta(hours=rules.policy.hot.cool_hours))


def _heated(issue: HotIssue, baseline: Baseline, lines: Lines | None, until: datetime) -> HotIssue:
    """The issue with the people of the last hour: at its peak, and open until then, where they are so many."""
    if lines is None:
        return issue
    if baseline.people > issue.peak:
        issue = issue.altered(peak=baseline.people, usual=lines.usual)
    if MILLI * baseline.people < lines.keeps:
        return issue
    return issue.altered(
        state="open", cooled_at=None, until=until if issue.state == "cooled" else max(until, issue.until)
    )


def _longer(issue: HotIssue, rules: Rules, baseline: Baseline, heard: Heard) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """People and usual people by hour, with one report more; what lies before or after those shown is left out."""
    hour = hour_of(heard.at) - hour_of(issue.opened_at)
    if not (0 <= hour < _SHOWN_HOURS and (heard.people or hour >= len(issue.by_hour))):
        return issue.by_hour, issue.usual_by_hour
    missing = hour + 1 - len(issue.by_hour)
    by_hour = [*issue.by_hour, *[0] * missing]
    by_hour[hour] += heard.people
    usual = [baseline.usual(heard.moment, rules.season)] * missing if missing > 0 else []
    return tuple(by_hour), (*issue.usual_by_hour, *usual)
