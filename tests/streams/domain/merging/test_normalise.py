import csv
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from streams.domain.merging.normalise import normalise


def test_width_case_and_script_do_not_count() -> None:
    assert normalise("Ａ市的噪音擾民問題") == normalise("a市的噪音扰民问题")


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
