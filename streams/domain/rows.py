"""Memory as rows: the current view of a report, a member, a case, a suggestion.

Each is its values in the order of its contract.
"""

from datetime import datetime

from streams.domain.policies import Rules
from topics.inbox import Report
from topics.memory import Case, Identity, Member
from topics.sheets import Cells


def report_row(report: Report, counts: Member | Identity, rules: Rules, version: int) -> Cells:
    """A ReportRow: a report in its latest revision, classified and placed under the rules of its case."""
    classified, placed = rules.classify(report.category), rules.place(report.region)
    source = report.source
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
    )


def member_row(member: Member, version: int) -> Cells:
    """A MemberRow: which case a report is in, and why."""
    return (
        member.scope,
        member.report_id,
        member.case_id,
        member.reason,
        member.score,
        member.matched,
        member.leader,
        version,
    )


def suggestion_row(report: Report, member: Member, suggested: str, case: Case, version: int) -> Cells:
    """A Suggestion: `case` is the one that the report opened."""
    return (
        report.scope,
        report.report_id,
        case.case_id,
        suggested,
        member.matched,
        member.score,
        report.received_at,
        case.policy_version,
        version,
    )


def case_row(case: Case, now: datetime, version: int) -> Cells:
    """A CaseRow: a case as it stands at `now`."""
    clock = case.clock
    return (
        case.scope,
        case.case_id,
        case.state,
        case.class_code,
        case.region,
        case.unit,
        case.opened_at,
        case.first_at,
        case.last_at,
        case.resolved_at,
        clock.due_at,
        clock.round,
        case.resolved_at > clock.due_at if case.resolved_at else now >= clock.due_at,
        case.reports,
        case.people,
        case.urges,
        case.policy_version,
        version,
    )
