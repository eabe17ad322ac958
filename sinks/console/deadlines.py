"""The clocks of a case, as a sentence."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sinks.console.asking import Row
from sinks.console.why import Sentence
from sinks.console.words import LANGUAGES, speaker


def why_due(case: Row, clocks: Sequence[Row], zone: ZoneInfo) -> Sentence:
    """A whole sentence about the clocks of a case in its latest round, as `lookup.read_case` gives them."""
    now = [row for row in clocks if row["round"] == case["round"]]
    zh, en = ([_one(row, zone, language) for row in now] for language in LANGUAGES)
    name, number = case["case_id"], case["round"]
    return Sentence(
        f"事件 {name} 第 {number} 轮的时限:{';'.join(zh) or '无'}。",
        f"The clocks of case {name} in round {number}: {'; '.join(en) or 'none'}.",
    )


def _one(row: Row, zone: ZoneInfo, language: str) -> str:
    """One clock: what for, whose, by when, how it stands, and how that was reckoned."""
    t = speaker(language)
    names = (t(f"clock_{row['clock']}"), row["stage"], f"({row['unit']})" if row["unit"] else "")
    by = {"zh": "应于 {} 前", "en": "by {}"}[language].format(_local(row["due_at"], zone))
    return f"{' '.join(filter(None, names))} {by}, {', '.join(_standing(row, zone, language))} [{row['why']}]"


def _standing(row: Row, zone: ZoneInfo, language: str) -> list[str]:
    t = speaker(language)
    done = f"{t('done_at')} {_local(row['done_at'], zone)}" if row["done_at"] else ""
    running = "" if row["done_at"] or row["suspended"] else t("running")
    paused = t("state_suspended") if row["suspended"] else ""
    return [said for said in (done, running, paused, t("extended") * row["extended"], t("late") * row["late"]) if said]


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
