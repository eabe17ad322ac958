"""What rungs and corrections say to people, in Chinese and in English."""

from datetime import datetime

from streams.domain.handling.rungs import Fired
from streams.domain.policies import Rules
from streams.domain.rows import Words, notice_row
from topics.case import Case
from topics.deadline import ClockName
from topics.ids import digest
from topics.sheets import Cells


def rung_notice(case: Case, reports: int, fired: Fired, escalation: str, rules: Rules, version: int) -> Cells:
    """A Notice about so many reports: a reminder before due (提醒函), urging then (催办单), more after it (督办单)."""
    rung = fired.rung
    name = "remind" if rung.before else "supervise" if rung.after else "urge"
    words = _said(name, case, rules, fired, reports=reports)
    return notice_row(case, digest(escalation, "notice"), name, rung.audience, fired.fire_at, words, version)


def retraction_notice(case: Case, fired: Fired, escalation: str, at: datetime, rules: Rules, version: int) -> Cells:
    """A Notice (更正) to those who heard of a rung that should not have fired."""
    words = _said("retracted", case, rules, fired, fired=rules.local(fired.fire_at))
    notice = digest(escalation, "retracted", str(version))
    return notice_row(case, notice, "retracted", fired.rung.audience, at, words, version)


def hand_over_notice(case: Case, unit: str, system: str, at: datetime, rules: Rules, version: int) -> Cells:
    """A Notice (移送) to the professional system that the unit works with: it answers by actions on the case."""
    words = _said("hand_over", case, rules, system=system)
    return notice_row(case, digest(case.case_id, unit, system, str(version)), "hand_over", system, at, words, version)


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
        "【提醒函】{what}，诉求{reports}件，应于{due}前{do_zh}。请{who}抓紧办理。工单：{case}",
        "Reminder: {what}, {reports} report(s): {do_en} by {due}. {who}: please act in time. Case {case}",
    ),
    "urge": (
        "【催办单】{what}，诉求{reports}件，时限{due}已到，尚未{do_zh}。请{who}立即办理并反馈。工单：{case}",
        "Overdue: {what}, {reports} report(s), had to be {done_en} by {due}. {who}: please act now. Case {case}",
    ),
    "supervise": (
        "【督办单】{what}，诉求{reports}件，时限{due}已过，仍未{do_zh}。请{who}说明原因并限期办理。工单：{case}",
        "Supervision: {what}, {reports} report(s), not {done_en} since {due}. {who}: please explain. Case {case}",
    ),
    "retracted": (
        "【更正】{what}的工单{case}：{fired}发出的提醒、催办因相关处置此前已完成而撤回。",
        "Correction: what was sent at {fired} about case {case} ({what}) is withdrawn: it had been acted on in time.",
    ),
    "hand_over": (
        "【移送】{what}的工单{case}移送{system}办理，请于{due}前反馈结果。",
        "Handed over to {system}: case {case} ({what}); please report the result by {due}.",
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


_TO_DO = {
    ClockName.SIGN: ("签收", "sign for it", "signed for"),
    ClockName.CONTACT: ("联系诉求人", "contact the citizen", "answered with a call"),
    ClockName.RETURN: ("退回", "send it back", "sent back"),
    ClockName.RESOLVE: ("办结", "resolve it", "resolved"),
}


def _said(name: str, case: Case, rules: Rules, about: Fired | None = None, **more: object) -> Words:
    """`about` is the firing of whose clock this speaks; else it is the case's."""
    zh, en = _WORDS[name]
    do_zh, do_en, done_en = _TO_DO[about.key.clock if about else ClockName.RESOLVE]
    said = {
        "what": rules.what(case.region, case.class_code),
        "due": rules.local(about.due_at if about else case.clock.due_at),
        "case": case.case_id,
        "do_zh": do_zh,
        "do_en": do_en,
        "done_en": done_en,
        **more,
    }
    unit = rules.duties.name((about.key.unit if about else "") or case.unit)
    zh_unit, en_unit = unit or "承办单位", unit or "The unit in charge"
    return Words(zh.format(**said, who=zh_unit), en.format(**said, who=en_unit))
