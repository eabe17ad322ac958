"""What a hot issue says: its row, and to people, in Chinese and in English."""

from datetime import datetime

from streams.domain.hot.baseline import MILLI
from streams.domain.policies import Rules
from topics.hot import HotIssue
from topics.ids import digest
from topics.inbox import Report
from topics.memory import Case
from topics.sheets import Cells

_LETTER = (
    "【提醒函】热点：{what}，近一小时{people}人反映，平时约{usual}人。请{who}统一核查处置。",
    "Hot issue: {what}. {people} people have reported it within an hour; about {usual} are usual."
    " {who}: please look into it as one matter.",
)


def hot_issue_row(issue: HotIssue, closed_at: datetime | None = None) -> Cells:
    """A HotIssueRow: an issue as it stands, closed where it says when."""
    return (
        issue.scope,
        issue.hot_id,
        issue.class_code,
        issue.region,
        "closed" if closed_at else issue.state,
        issue.opened_at,
        issue.cooled_at,
        closed_at,
        issue.last_at,
        issue.reports,
        issue.people,
        issue.peak,
        issue.usual / MILLI,
        issue.line / MILLI,
        issue.by_hour,
        tuple(usual / MILLI for usual in issue.usual_by_hour),
        issue.first_reports,
        issue.policy_version,
        issue.stamp.offset,
    )


def letter(issue: HotIssue, case: Case, at: datetime, rules: Rules, version: int) -> Cells:
    """A Notice: the reminder letter (提醒函) to the unit of a case, or to whoever is in charge."""
    zh, en = _LETTER
    said = {"what": _what(issue, rules), "people": issue.peak, "usual": f"{issue.usual / MILLI:.1f}"}
    return (
        issue.scope,
        digest(issue.hot_id, "hot", case.unit),
        case.case_id,
        "hot",
        "unit",
        case.unit,
        at,
        zh.format(**said, who=case.unit or "承办单位"),
        en.format(**said, who=case.unit or "The unit in charge"),
        version,
        "",
    )


def answer(issue: HotIssue, report: Report, case: Case, at: datetime, rules: Rules, version: int) -> Cells:
    """A Notice: the instant answer (秒回) to whoever sent a report."""
    rule, said = rules.policy.hot, {"what": _what(issue, rules), "people": issue.people}
    return (
        issue.scope,
        digest(issue.hot_id, "instant_answer", report.report_id),
        case.case_id,
        "instant_answer",
        "reporter",
        case.unit,
        at,
        rule.answer_zh.format(**said),
        rule.answer_en.format(**said),
        version,
        report.report_id,
    )


def _what(issue: HotIssue, rules: Rules) -> str:
    return " ".join(filter(None, (rules.region_name(issue.region), rules.class_name(issue.class_code))))
