"""The words of the page, in Chinese and in English."""

from collections.abc import Callable

from sinks.console.handling import HANDLING
from sinks.console.reasons import DEAD, DECIDED, PARTS

LANGUAGES = ("zh", "en")
Speak = Callable[[str], str]
"""A key -> its words in the language of the reader; a key without words stands for itself."""

_WORDS = {
    "title": ("接诉 · 实时", "jiesu · live"),
    "home": ("概览", "Overview"),
    "dead": ("死信", "Dead letters"),
    "doubtful": ("疑似并案", "Maybe the same"),
    "unclassified": ("待定类别", "Class to be decided"),
    "proposed": ("可能的类别", "Perhaps"),
    "confidence": ("把握", "Confidence"),
    "hot": ("热点", "Hot issues"),
    "hot_open": ("正热", "hot"),
    "hot_cooled": ("已降温", "cooled"),
    "hot_closed": ("已关闭", "closed"),
    "hot_line": ("预警线", "Line"),
    "whole_scope": ("全域", "everywhere"),
    "peak": ("每小时最多", "Peak an hour"),
    "usual": ("平时每小时", "Usual an hour"),
    "by_hour": ("每小时人数,虚线为平时", "people by hour; dashed: usual"),
    "first_reports": ("最早的诉求", "First reports"),
    "last": ("最近", "Latest"),
    "likeness": ("相似度", "Likeness"),
    "new_report": ("新诉求(已另立一案)", "New report, in a case of its own"),
    "maybe_case": ("可能属于", "May belong to"),
    "search": ("查诉求或事件", "Find a report or case"),
    "search_hint": ("事件号、诉求号,或 渠道/编号", "case id, report id, or channel/reference"),
    "go": ("查", "Find"),
    "other": ("English", "中文"),
    "stream_time": ("流内时间", "Stream time"),
    "live": ("每 2 秒更新", "updates every 2 s"),
    "reports": ("诉求", "Reports"),
    "report": ("诉求", "Report"),
    "cases": ("事件", "Cases"),
    "open": ("未办结", "Open"),
    "due_soon": ("一小时内到期", "Due within the hour"),
    "overdue": ("已超期", "Overdue"),
    "escalations": ("催办", "Escalations"),
    "dead_letters": ("死信", "Dead letters"),
    "quiet_s": ("距上次入库(秒)", "Seconds since the last row"),
    "inflow": ("来件", "Inflow"),
    "backlog": ("未办结存量", "Backlog of open cases"),
    "each": ("每格", "each step"),
    "minutes": ("分钟", "min"),
    "now_value": ("现在", "now"),
    "highest": ("最高", "highest"),
    "newest_escalations": ("最新催办", "Newest escalations"),
    "hot_cases": ("热点事件(未办结)", "Hot cases (open)"),
    "nothing": ("还没有", "Nothing yet"),
    "case": ("事件", "Case"),
    "rung": ("级别", "Rung"),
    "fired": ("触发时间", "Fired"),
    "due": ("到期", "Due"),
    "unit": ("承办单位", "Unit"),
    "people": ("人数", "People"),
    "urges": ("催问", "Asked again"),
    "state": ("状态", "State"),
    "merged_into": ("并入", "Merged into"),
    "own_case": ("原属事件", "own case"),
    "other_case": ("另一案", "Other case"),
    "decision": ("处理", "Decision"),
    "accepted_": ("已并案", "merged"),
    "refused_": ("不并案", "kept apart"),
    "undecided": ("待定", "to be decided"),
    "decide": (
        "并案: jiesu act merge 原事件 --other 新事件; 不并案: jiesu act keep_apart 原事件 --other 新事件",
        "To merge: jiesu act merge CASE --other NEW; to keep them apart: jiesu act keep_apart CASE --other NEW",
    ),
    "merged": ("更正", "correction"),
    "unmerged": ("更正", "correction"),
    "late": ("超期", "late"),
    "round": ("轮次", "Round"),
    "class": ("类别", "Class"),
    "region": ("区域", "Region"),
    "opened": ("立案", "Opened"),
    "resolved": ("办结", "Resolved"),
    "policy": ("制度版本", "Policy version"),
    "clock": ("时限", "Clock"),
    "members": ("案内诉求,以及为何并入", "Reports in it, and why"),
    "leader": ("首件", "first"),
    "why": ("并案理由", "Why it is here"),
    "parts": ("得分明细", "Parts of the score"),
    "received": ("收到", "Received"),
    "revision": ("第几稿", "Revision"),
    "redelivered": ("重复投递", "Sent again"),
    "address": ("地址", "Place"),
    "timeline": ("流转", "Timeline"),
    "action": ("动作", "Action"),
    "refused": ("拒绝", "refused"),
    "reason": ("原因", "Reason"),
    "note": ("备注", "Note"),
    "notices": ("告知", "Notices"),
    "where": ("位置", "Where it is"),
    "sentence": ("问题与办法", "What is wrong, what to do"),
    "excerpt": ("摘录(已脱敏)", "Excerpt (masked)"),
    "when": ("时间", "When"),
    "not_found": ("查不到", "Not found"),
    "back": ("回到概览", "Back to the overview"),
    "away": (
        "ClickHouse 暂时没有回答,本页会自动重试",
        "ClickHouse does not answer now; this page tries again by itself",
    ),
}


def speaker(language: str) -> Speak:
    """The words of one of LANGUAGES."""
    column = LANGUAGES.index(language)
    words = {key: both[column] for key, both in (PARTS | _WORDS | HANDLING | DECIDED).items()}

    def speak(key: str) -> str:
        return words.get(key, key)

    return speak


def remedy(language: str, reason: str) -> str:
    """What to do about a dead letter, where its own sentence is not in the reader's language; else ''."""
    return DEAD.get(reason, "") if language == "zh" else ""


def chosen(asked: str | None, kept: str | None, accepted: str) -> str:
    """The reader's language: what the address asks, else what was chosen before, else what the browser prefers."""
    for wanted in (asked, kept):
        if wanted in LANGUAGES:
            return wanted
    first = accepted.strip().lower()[:2]
    return "en" if first == "en" else "zh"
