"""What a new report does: it joins a case, or opens one; where that is in doubt, a person is asked."""

from datetime import datetime

from streams.domain import actions, groups, trail
from streams.domain.handling import proceeding
from streams.domain.handling.cells import NOT_STARTED
from streams.domain.hot import hearing
from streams.domain.matching import NONE, Match
from streams.domain.rows import member_row, report_row, suggestion_row
from streams.domain.state import State
from topics.case import Case
from topics.inbox import Report
from topics.memory import Member, Sketch
from topics.reasons import MergeReason, Outcome


def accept(state: State, report: Report, content: str, at: datetime) -> None:
    """Take in a report that is not known, heard `at`: it joins a case, or opens one."""
    rules = state.shelf.in_force
    code = rules.classify(report).code
    rule = rules.merging(code)
    sketch = state.matcher.sketch(report, rule)
    match = state.matcher.match(report, sketch, rules.kind(code), rule)
    opens = match.case == NONE
    case = _open(state, report, code, match) if opens else _join(state, report, match)
    matched = "" if match.slot == NONE else state.members.name(match.slot)
    member = _member(state, report, match, matched, sketch, content, case)
    state.enrol(member, sketch)
    state.draft.heard(_outcome(match), match.reason)
    offset, root = state.draft.offset, state.root(case)
    state.draft.view("report", report_row(report, member, state.rules_of(case), offset))
    state.draft.view("member", member_row(member, root.case_id, offset))
    groups.show(state, root)
    if match.reason is MergeReason.MAYBE_THE_SAME:
        suggested = _root_of(state, match.slot)
        state.draft.view("suggestion", suggestion_row(member, suggested, case, offset))
    hearing.hear(state, report, code, root, at)
    actions.release(state, report.report_id, case.case_id)


def _root_of(state: State, slot: int) -> str:
    """The case that a member is in."""
    return state.links.root(state.cases.name(state.members.case(slot)))


def _outcome(match: Match) -> Outcome:
    if match.case != NONE:
        return Outcome.JOINED
    return Outcome.SUGGESTED if match.reason is MergeReason.MAYBE_THE_SAME else Outcome.OPENED


def _open(state: State, report: Report, code: str, match: Match) -> Case:
    rules = state.shelf.in_force
    bare = Case(
        scope=state.scope,
        case_id=groups.named_by(state, report.report_id, 0),
        stamp=state.draft.stamp(),
        state="open",
        class_code=code,
        region=rules.place(report.region).region,
        unit="",
        opened_at=report.received_at,
        first_at=report.occurred_at,
        last_at=report.occurred_at,
        resolved_at=None,
        policy_version=rules.version,
        clock=NOT_STARTED,
        reports=1,
        people=1 if report.reporter else 0,
        urges=0,
    )
    follows = _root_of(state, match.slot) if match.reason is MergeReason.FOLLOWS_CLOSED else ""
    trail.taken_in(state, bare, "open", report, match, follows, before="")
    return proceeding.begin(state, bare, report)


def _join(state: State, report: Report, match: Match) -> Case:
    """Join a case; where the case that its reports are in was resolved before this one came, that is reopened for it.

    People are the distinct known reporters: whoever is not named counts as nobody.
    """
    before = state.cases.at(match.case)
    urge = match.reason is MergeReason.SAME_CITIZEN
    case = state.altered(
        before,
        first_at=min(before.first_at, report.occurred_at),
        last_at=max(before.last_at, report.occurred_at),
        reports=before.reports + 1,
        people=before.people + (bool(report.reporter) and report.reporter not in state.people.of(match.case)),
        urges=before.urges + urge,
    )
    state.keep(case)
    root = state.root(case)
    also = "" if match.also == NONE else _root_of(state, match.also)
    trail.taken_in(state, root, "urge" if urge else "join", report, match, "" if also == root.case_id else also)
    if root.resolved_at is not None and report.received_at > root.resolved_at:
        actions.reopen(state, root, match.reason, report)
    return state.cases.at(match.case)


def _member(
    state: State, report: Report, match: Match, matched: str, sketch: Sketch, content: str, case: Case
) -> Member:
    stamp = state.draft.stamp()
    return Member(
        scope=state.scope,
        report_id=report.report_id,
        case_id=case.case_id,
        stamp=stamp,
        joined=stamp,
        occurred_at=report.occurred_at,
        received_at=report.received_at,
        reporter=report.reporter,
        content=content,
        revision=1,
        redeliveries=0,
        reason=match.reason,
        score=match.score,
        matched=matched,
        leader=match.case == NONE,
        sketch=sketch,
    )
