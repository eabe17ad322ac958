"""Why a report is in its case, as a sentence."""

from typing import NamedTuple

from sinks.console.asking import Row
from sinks.console.reasons import PARTS
from topics.reasons import MergeReason


class Sentence(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


_BECAUSE = {
    MergeReason.SAME_CITIZEN: Sentence(
        "同一人再次反映:内容与 {matched} 相同", "the same person sent the same words again, as in {matched}"
    ),
    MergeReason.SAME_PLACE_AND_MATTER: Sentence(
        "与 {matched} 地点、事项相同,相似度 {score}", "place and matter are those of {matched}, likeness {score}"
    ),
    MergeReason.NEAR_AND_SAME_CLASS: Sentence(
        "与 {matched} 同一类别、位置很近,接近度 {score}",
        "it is of one class with {matched} and close by, nearness {score}",
    ),
    MergeReason.NOTHING_SIMILAR: Sentence(
        "当时没有相似的诉求,另立一案", "nothing like it was known, so it opened a case"
    ),
    MergeReason.FOLLOWS_CLOSED: Sentence(
        "与 {matched} 是同一件事(相似度 {score}),但那一案已过重开期限或并案年限,另立一案并与之关联",
        "it is the matter of {matched} (likeness {score}), whose case is closed or too old: it opened one that follows",
    ),
    MergeReason.MAYBE_THE_SAME: Sentence(
        "与 {matched} 可能是同一件事(相似度 {score}),交人工判断,暂另立一案",
        "it may be the matter of {matched} (likeness {score}): a person is to decide, and meanwhile it opened a case",
    ),
    MergeReason.BELOW_THRESHOLD: Sentence(
        "与最相似的 {matched} 相似度只有 {score},未到并案线,另立一案",
        "the most alike, {matched}, reached only {score}: too little to join, so it opened a case",
    ),
    MergeReason.NO_PLACE: Sentence(
        "没有说明地点,不自动并案,另立一案", "it says no place, so it was not joined to any case and opened one"
    ),
    MergeReason.PLACE_CONFLICT: Sentence(
        "与 {matched} 文字相似({score}),但地点不同,另立一案",
        "the words are like those of {matched} ({score}), but the places differ, so it opened a case",
    ),
    MergeReason.SPLIT_BY_HAND: Sentence(
        "由人工从原事件拆出,今后不再自动并回",
        "a person took it out of the case it was in, and it stays apart from that",
    ),
}
_SHOWN = 30
"""How much of a text stands for a title that is missing."""
_OTHER = Sentence("原因 {reason},相似度 {score},对照 {matched}", "reason {reason}, likeness {score}, against {matched}")


def because(member: Row) -> Sentence:
    """Why a member (as `lookup.read_case` gives it) joined its case or opened one."""
    said = {"matched": _name(member), "score": f"{member['score']:.2f}", "reason": member["reason"]}
    sentence, parts = _BECAUSE.get(member["reason"], _OTHER), made_of(member)
    return Sentence(sentence.zh.format(**said) + parts.zh, sentence.en.format(**said) + parts.en)


def made_of(member: Row) -> Sentence:
    """The parts of a member's score in brackets; nothing where people put it where it is, or nothing was compared."""
    if not member["parts"] or member["reason"] == MergeReason.SPLIT_BY_HAND:
        return Sentence("", "")
    zh, en = (
        [f"{PARTS.get(name, (name, name))[at]} {value}" for name, value in member["parts"].items()] for at in (0, 1)
    )
    return Sentence(f"({','.join(zh)})", f" ({', '.join(en)})")


def why_report(member: Row) -> Sentence:
    """A whole sentence about one report."""
    name, case, reason = f"{member['channel']}/{member['channel_ref']}", member["case_id"], because(member)
    return Sentence(
        f"诉求 {name}「{member['title'] or member['text'][:_SHOWN]}」在事件 {case} 中:{reason.zh}。",
        f"Report {name} is in case {case}: {reason.en}.",
    )


def why_case(members: list[Row]) -> Sentence:
    """A whole sentence about what a case holds."""
    case, people = members[0]["case_id"], len({row["reporter"] for row in members} - {""})
    merged = sorted({row["own_case"] for row in members} - {"", case})
    zh, en = (
        f",其中由人工并入的事件:{'、'.join(merged)}",
        f", some from {', '.join(merged)}, which people merged into it",
    )
    return Sentence(
        f"事件 {case} 共 {len(members)} 件诉求、{people} 人{zh if merged else ''}。",
        f"Case {case} holds {len(members)} report(s) of {people} person(s){en if merged else ''}.",
    )


def why_merged(case: Row) -> Sentence:
    """A whole sentence about a case whose reports are in another one."""
    into = case["merged_into"]
    return Sentence(
        f"事件 {case['case_id']} 已由人工并入 {into},诉求都在那里。",
        f"Case {case['case_id']} was merged into {into} by a person: its reports are there.",
    )


def _name(member: Row) -> str:
    match = member["match"]
    return f"{match['channel']}/{match['channel_ref']}" if match else member["matched"]
