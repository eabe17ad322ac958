"""What a rung says to people, in Chinese and in English."""

from datetime import datetime

from streams.domain.policies import Rules
from topics.ids import digest
from topics.memory import Case
from topics.policy import Rung
from topics.sheets import Cells


def rung_notice(case: Case, rung: Rung, escalation: str, at: datetime, rules: Rules, version: int) -> Cells:
    """A Notice: the reminder before the due time (提醒函), or the urging note at it (催办单)."""
    name = "remind" if rung.before else "urge"
    zh, en = _WORDS[name]
    words = _words(case, rules)
    return (
        case.scope,
        digest(escalation, "notice"),
        case.case_id,
        name,
        rung.audience,
        case.unit,
        at,
        zh.format(**words, who=case.unit or "承办单位"),
        en.format(**words, who=case.unit or "The unit in charge"),
        version,
    )


_WORDS = {
    "remind": (
        "【提醒函】{what}，诉求{reports}件，应于{due}前办结。请{who}抓紧办理。工单：{case}",
        "Reminder: {what}, {reports} report(s), is due by {due}. {who}: please resolve it in time. Case {case}",
    ),
    "urge": (
        "【催办单】{what}，诉求{reports}件，办理时限{due}已到，尚未办结。请{who}立即办理并反馈。工单：{case}",
        "Overdue: {what}, {reports} report(s), was due by {due}. {who}: please act now and report back. Case {case}",
    ),
}


def _words(case: Case, rules: Rules) -> dict[str, object]:
    what = " ".join(filter(None, (rules.region_name(case.region), rules.class_name(case.class_code))))
    return {"what": what, "reports": case.reports, "due": rules.local(case.clock.due_at), "case": case.case_id}
