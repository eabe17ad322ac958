"""What rungs and corrections say to people, in Chinese and in English."""

from datetime import datetime

from streams.domain.policies import Rules
from streams.domain.rows import Words, notice_row
from topics.deadline import Rung
from topics.ids import digest
from topics.memory import Case
from topics.sheets import Cells


def rung_notice(
    case: Case, reports: int, rung: Rung, escalation: str, at: datetime, rules: Rules, version: int
) -> Cells:
    """A Notice: the reminder before the due time (提醒函), or the urging note at it (催办单), for so many reports."""
    name = "remind" if rung.before else "urge"
    words = _said(name, case, rules, reports=reports)
    return notice_row(case, digest(escalation, "notice"), name, rung.audience, at, words, version)


def correction_notices(case: Case, root: Case, what: str, at: datetime, rules: Rules, version: int) -> list[Cells]:
    """Notices (更正) to those whom the running clock of a case has reminded, now that it is `merged` or `unmerged`."""
    if case.resolved_at is not None:
        return []
    words = _said(what, case, rules, root=root.case_id)
    audiences = sorted({rung.audience for rung in rules.policy.ladder if rung.rung in case.clock.fired})
    ids = {audience: digest(case.case_id, what, audience, str(version)) for audience in audiences}
    return [notice_row(case, ids[audience], what, audience, at, words, version) for audience in audiences]


_WORDS = {
    "remind": (
        "【提醒函】{what}，诉求{reports}件，应于{due}前办结。请{who}抓紧办理。工单：{case}",
        "Reminder: {what}, {reports} report(s), is due by {due}. {who}: please resolve it in time. Case {case}",
    ),
    "urge": (
        "【催办单】{what}，诉求{reports}件，办理时限{due}已到，尚未办结。请{who}立即办理并反馈。工单：{case}",
        "Overdue: {what}, {reports} report(s), was due by {due}. {who}: please act now and report back. Case {case}",
    ),
    "merged": (
        "【更正】{what}的工单{case}已并入{root}:此前就它发出的提醒、催办不再有效,请按{root}的时限办理。",
        "Correction: case {case} ({what}) is now part of {root}; what was sent about it no longer stands: see {root}.",
    ),
    "unmerged": (
        "【更正】{what}的工单{case}已从{root}拆出,恢复单独办理,办理时限{due}。",
        "Correction: case {case} ({what}) was taken out of {root} and stands by itself again; it is due by {due}.",
    ),
}


def _said(name: str, case: Case, rules: Rules, **more: object) -> Words:
    zh, en = _WORDS[name]
    said = {
        "what": rules.what(case.region, case.class_code),
        "due": rules.local(case.clock.due_at),
        "case": case.case_id,
        **more,
    }
    zh_unit, en_unit = case.unit or "承办单位", case.unit or "The unit in charge"
    return Words(zh.format(**said, who=zh_unit), en.format(**said, who=en_unit))
