"""Memory as rows: the current view of a report, a member, a case."""

from datetime import datetime

from streams.domain.policies import Rules
from topics.inbox import Report
from topics.memory import Case, Identity, Member
from topics.rows import CaseRow, MemberRow, ReportRow


def report_row(report: Report, counts: Member | Identity, rules: Rules, version: int) -> ReportRow:
    """A report in its latest revision, classified and placed under the rules of its case."""
    classified, placed = rules.classify(report.category), rules.place(report.region)
    return ReportRow.model_construct(
        scope=report.scope,
        report_id=report.report_id,
        channel=report.channel,
        channel_ref=report.channel_ref,
        revision=counts.revision,
        redeliveries=counts.redeliveries,
        occurred_at=report.occurred_at,
        received_at=report.received_at,
        title=report.title,
        text=report.text,
        address=report.address,
        latitude=report.latitude,
        longitude=report.longitude,
        class_code=classified.code,
        class_by=classified.by,
        region=placed.region,
        region_level=placed.level,
        reporter=report.reporter,
        attachments=report.attachments,
        policy_version=rules.version,
        source=report.source,
        version=version,
    )


def member_row(member: Member, version: int) -> MemberRow:
    """Which case a report is in, and why."""
    return MemberRow.model_construct(
        scope=member.scope,
        report_id=member.report_id,
        case_id=member.case_id,
        reason=member.reason,
        score=member.score,
        matched=member.matched,
        leader=member.leader,
        version=version,
    )


def case_row(case: Case, now: datetime, version: int) -> CaseRow:
    """A case as it stands at `now`."""
    clock = case.clock
    return CaseRow.model_construct(
        scope=case.scope,
        case_id=case.case_id,
        state=case.state,
        class_code=case.class_code,
        region=case.region,
        unit=case.unit,
        opened_at=case.opened_at,
        first_at=case.first_at,
        last_at=case.last_at,
        resolved_at=case.resolved_at,
        due_at=clock.due_at,
        round=clock.round,
        late=case.resolved_at > clock.due_at if case.resolved_at else now >= clock.due_at,
        reports=case.reports,
        people=case.people,
        urges=case.urges,
        policy_version=case.policy_version,
        version=version,
    )
