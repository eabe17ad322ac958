"""Memory as rows: the current view of a report, a member, a case, a suggestion.

Each is its values in the order of its contract.
"""

from datetime import datetime
from typing import NamedTuple

from streams.domain.policies import Rules
from topics.case import Case
from topics.inbox import Report
from topics.memory import Identity, Member
from topics.sheets import Cells


def report_row(report: Report, counts: Member | Identity, rules: Rules, version: int) -> Cells:
    """A ReportRow: a report in its latest revision, classified and placed under the rules of its case."""
    classified, placed, source = rules.classify(report), rules.place(report.region), report.source
    return (
        report.scope,
        report.report_id,
        report.channel,
        report.channel_ref,
        counts.revision,
        counts.redeliveries,
        report.occurred_at,
        report.received_at,
        report.title,
        report.text,
        report.address,
        report.latitude,
        report.longitude,
        classified.code,
        classified.by,
        placed.region,
        placed.level,
        report.reporter,
        report.attachments,
        rules.version,
        source.topic,
        source.partition,
        source.offset,
        version,
        *classified[2:],
    )


class Share(NamedTuple):
    """What a case stands for: when its reports occurred, how many they are, and of whom; `merged_into` names the case
    that has them now, if that is another one.
    """

    first_at: datetime
    last_at: datetime
    reports: int
    people: int
    urges: int
    merged_into: str


def member_row(member: Member, case: str, version: int) -> Cells:
    """A MemberRow: which case a report is in, and why."""
    return (
        member.scope,
        member.report_id,
        case,
        member.reason,
        member.score,
        member.matched,
        member.leader,
        version,
        member.case_id,
    )


def suggestion_row(
    member: Member, suggested: str, case: Case, version: int, decision: str = "", decided_at: datetime | None = None
) -> Cells:
    """A Suggestion: `case` is the one that the member's report opened."""
    return (
        member.scope,
        member.report_id,
        case.case_id,
        suggested,
        member.matched,
        member.score,
        member.received_at,
        case.policy_version,
        version,
        decision,
        decided_at,
    )


class Words(NamedTuple):
    """What a notice says, in both languages."""

    zh: str
    en: str


def notice_row(
    case: Case, notice: str, name: str, audience: str, at: datetime, words: Words, version: int, report: str = ""
) -> Cells:
    """A Notice about a case: its id, what kind it is, and to whom it goes; one to a citizen names their report."""
    return case.scope, notice, case.case_id, name, audience, case.unit, at, words.zh, words.en, version, report


def case_row(case: Case, share: Share, now: datetime, version: int) -> Cells:
    """A CaseRow: a case as it stands at `now`, and what it stands for."""
    clock, done = case.clock, case.resolved_at
    late = done > clock.due_at if done else max(now, case.seen_at or now) >= clock.due_at and not clock.paused
    return (
        case.scope,
        case.case_id,
        "merged" if share.merged_into else case.state,
        case.class_code,
        case.region,
        case.unit,
        case.opened_at,
        share.first_at,
        share.last_at,
        case.resolved_at,
        clock.due_at,
        clock.round,
        late and not share.merged_into,
        share.reports,
        share.people,
        share.urges,
        case.policy_version,
        version,
        share.merged_into,
        case.urgency,
        case.rating,
        case.credit,
        case.closed_at,
    )
