"""Memory as rows: the current view of a report, a member, a case."""

from datetime import datetime

from streams.domain.policies import Rules
from topics.inbox import Report
from topics.memory import Case, Identity, Member
from topics.rows import CaseRow, MemberRow, ReportRow

_SAID = ("scope", "report_id", "channel", "channel_ref", "occurred_at", "received_at", "title", "text", "address")
_ALSO = ("latitude", "longitude", "reporter", "attachments", "source")
_OF_REPORT = _SAID + _ALSO
_OF_MEMBER = ("scope", "report_id", "case_id", "reason", "score", "matched", "leader")
_OF_CASE = (
    *("scope", "case_id", "state", "class_code", "region", "unit", "opened_at", "first_at", "last_at", "resolved_at"),
    *("reports", "people", "urges", "policy_version"),
)


def report_row(report: Report, counts: Member | Identity, rules: Rules, version: int) -> ReportRow:
    """A report in its latest revision, classified and placed under the rules of its case."""
    classified, placed = rules.classify(report.category), rules.place(report.region)
    return ReportRow.model_construct(
        **{name: getattr(report, name) for name in _OF_REPORT},
        revision=counts.revision,
        redeliveries=counts.redeliveries,
        class_code=classified.code,
        class_by=classified.by,
        region=placed.region,
        region_level=placed.level,
        policy_version=rules.version,
        version=version,
    )


def member_row(member: Member, version: int) -> MemberRow:
    """Which case a report is in, and why."""
    return MemberRow.model_construct(**{name: getattr(member, name) for name in _OF_MEMBER}, version=version)


def case_row(case: Case, now: datetime, version: int) -> CaseRow:
    """A case as it stands at `now`."""
    clock = case.clock
    return CaseRow.model_construct(
        **{name: getattr(case, name) for name in _OF_CASE},
        due_at=clock.due_at,
        round=clock.round,
        late=case.resolved_at > clock.due_at if case.resolved_at else now >= clock.due_at,
        version=version,
    )
