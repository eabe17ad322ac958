import csv
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from streams.domain.merging.normalise import body_digest, normalise, tokens


def test_width_case_and_script_do_not_count() -> None:
    assert normalise("Ａ市的噪音擾民問題") == normalise("a市的噪音扰民问题")


def test_tokens_are_characters_of_chinese_and_words_of_english() -> None:
    assert tokens("井盖坏了, the pot-hole 58号") == ["井", "盖", "坏", "了", "pot", "hole", "58", "号"]


def test_a_body_is_known_by_its_letters_alone() -> None:
    text = "小区门口的路灯坏了三个多月，一直没有人来修，晚上很黑。"
    assert body_digest("一", text, "") == body_digest("二", text.replace("，", " ").replace("。", "!!"), "x")
    assert body_digest("", text, "") != body_digest("", text + "请处理", "")


def test_a_short_body_counts_with_title_and_address() -> None:
    assert body_digest("路灯坏了", "如题", "") != body_digest("井盖坏了", "如题", "")
    assert body_digest("路灯坏了", "如题", "东街") != body_digest("路灯坏了", "如题", "西街")


def test_nothing_said_has_no_digest() -> None:
    assert body_digest("", " ……", "") == ""


@cache
def simplifier() -> OpenCC:
    return OpenCC("t2s")


def slowly(text: str) -> str:
    return str(simplifier().convert(unicodedata.normalize("NFKC", text).lower()))


@pytest.mark.parametrize(
    "text", ["毛坯房，打坏了！", "沈船的答覆", "不瞭解……", "ＡＢＣ：①⑩㎡ﬁ", "噪音擾民𠁞", "e\u0301 ㈱ Ⅳ"]
)
def test_the_short_way_changes_nothing(text: str) -> None:
    assert normalise(text) == slowly(text)


def test_the_short_way_changes_nothing_of_real_texts(data_dir: Path) -> None:
    with (data_dir / "complaints_zh.csv").open(newline="", encoding="utf-8") as file:
        texts = [row["title"] + row["text"] for row in csv.DictReader(file)]
    assert list(map(normalise, texts)) == list(map(slowly, texts))
