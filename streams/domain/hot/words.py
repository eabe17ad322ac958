"""What a hot issue says: its row, and to people, in Chinese and in English."""

from datetime import datetime

from streams.domain.hot.baseline import MILLI
from streams.domain.policies import Rules
from streams.domain.rows import Words, notice_row
from topics.case import Case
from topics.hot import HotIssue
from topics.ids import digest
from topics.inbox import Report
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
    what = rules.what(issue.region, issue.class_code)
    said = {"what": what, "people": issue.peak, "usual": f"{issue.usual / MILLI:.1f}"}
    zh_unit, en_unit = case.unit or "承办单位", case.unit or "The unit in charge"
    words = Words(zh.format(**said, who=zh_unit), en.format(**said, who=en_unit))
    return notice_row(case, digest(issue.hot_id, "hot", case.unit), "hot", "unit", at, words, version)


def answer(issue: HotIssue, report: Report, case: Case, at: datetime, rules: Rules, version: int) -> Cells:
    """A Notice: the instant answer (秒回) to whoever sent a report."""
    rule, name = rules.policy.hot, "instant_answer"
    said = {"what": rules.what(issue.region, issue.class_code), "people": issue.people}
    words = Words(rule.answer_zh.format(**said), rule.answer_en.format(**said))
    notice = digest(issue.hot_id, name, report.report_id)
    return notice_row(case, notice, name, "reporter", at, words, version, report.report_id)
