"""The words of the page: all there, in both languages, and a sentence for every reason."""

import re
from pathlib import Path
from typing import get_args

import pytest

import sinks.console
from sinks.console.asking import Row
from sinks.console.pictures import bar, sparkline
from sinks.console.reasons import DECIDED
from sinks.console.why import because, why_case, why_report
from sinks.console.words import remedy, speaker
from topics.action import ActionName
from topics.deadline import ClockName, Urgency
from topics.handled import Role
from topics.reasons import ActionReason, MergeReason, Reason
from topics.rows import CaseState

TEMPLATES = Path(sinks.console.__file__).parent / "templates"


def member(reason: str, **more: object) -> Row:
    said = {"channel": "board", "channel_ref": "7", "title": "路灯坏了", "case_id": "zh:a:0", "reporter": "p"}
    match = {"channel": "board", "channel_ref": "3"}
    its = {"own_case": "zh:a:0", "parts": {}}
    return {**said, **its, "reason": reason, "score": 0.8765, "matched": "m", "match": match, **more}


def test_every_word_of_the_templates_is_known_in_both_languages() -> None:
    asked = {key for page in TEMPLATES.glob("*.html") for key in re.findall(r"t\('(\w+)'\)", page.read_text())}
    asked |= {f"state_{state}" for state in (*get_args(CaseState), "merged")}
    asked |= {f"clock_{clock}" for clock in ClockName} | {f"role_{role}" for role in get_args(Role)}
    asked |= {f"urgency_{urgency}" for urgency in Urgency} | {*ActionName, "open_", "join", "revise", "fall_back"}
    assert len(asked) > 40
    assert {key for key in asked if speaker("zh")(key) == key} == set()
    assert {key for key in asked if re.search("[\u4e00-\u9fff]", speaker("en")(key))} == {"other"}


@pytest.mark.parametrize("reason", MergeReason)
def test_every_reason_has_a_sentence_of_its_own(reason: MergeReason) -> None:
    sentence = because(member(reason))
    assert reason not in sentence.en
    assert sentence.zh != sentence.en


def test_a_sentence_names_the_report_the_match_and_the_score() -> None:
    sentence = why_report(member(MergeReason.SAME_PLACE_AND_MATTER))
    assert sentence.en == ("Report board/7 is in case zh:a:0: place and matter are those of board/3, likeness 0.88.")
    assert sentence.zh == "诉求 board/7「路灯坏了」在事件 zh:a:0 中:与 board/3 地点、事项相同,相似度 0.88。"


def test_a_sentence_says_what_the_score_was_made_of_unless_a_person_decided() -> None:
    parts = {"rule": "text/2", "matter": 0.61, "places": 1}
    said = why_report(member(MergeReason.SAME_PLACE_AND_MATTER, parts=parts))
    assert said.zh.endswith("相似度 0.88(规则 text/2,事项 0.61,共同地点 1)。")
    assert said.en.endswith("likeness 0.88 (rule text/2, matter 0.61, places shared 1).")
    assert "matter" not in why_report(member(MergeReason.SPLIT_BY_HAND, parts=parts)).en


def test_what_has_no_title_is_known_by_its_words() -> None:
    assert "「灯不亮」" in why_report(member(MergeReason.NO_PLACE, title="", text="灯不亮")).zh


def test_a_reason_that_is_new_is_given_as_it_is() -> None:
    assert because(member("by_hand", match={})).en == "reason by_hand, likeness 0.88, against m"


def test_a_case_counts_its_people_once() -> None:
    same = MergeReason.SAME_CITIZEN
    assert "3 report(s) of 2 person(s)" in why_case([member(same), member(same), member(same, reporter="q")]).en


def test_pictures_stay_within_their_frame_and_escape_their_label() -> None:
    picture = sparkline([0, 5, 10], '"><script>')
    assert "0.0,86.0 300.0,45.0 600.0,4.0" in picture
    assert "<script>" not in picture
    assert sparkline([0, 0], "none").count("86.0") > 1
    assert 'width="50.0"' in bar(5, 10, "half")
    assert 'width="0.0"' in bar(0, 0, "none")


def test_every_reason_has_words_and_every_dead_letter_a_remedy_in_chinese() -> None:
    decided = (*MergeReason, *ActionReason)
    assert [reason for reason in decided if speaker("zh")(reason) == reason] == []
    assert set(DECIDED) == set(decided)
    assert [reason for reason in Reason if not remedy("zh", reason)] == []
    assert [reason for reason in Reason if remedy("en", reason)] == []  # its own sentence says it
