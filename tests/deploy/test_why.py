"""`jiesu why`."""

from pathlib import Path

import pytest

from deploy.commands.why import answers_to, why
from deploy.errors import SetupError
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from tests.rows import altered
from tests.sinks import facts
from topics.reasons import MergeReason


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    near = {"reason": MergeReason.NEAR_AND_SAME_CLASS, "score": 0.9, "matched": "r1"}
    with open_embedded(folder) as warehouse:
        joined = altered(facts.member(2), **near)
        Loader(warehouse).load_facts([*facts.everything(1), facts.report(2), joined])
    return folder


@pytest.mark.feature("merging.why")
@pytest.mark.parametrize("target", ["r2", "zh-board/2"])
def test_a_report_has_one_sentence_in_each_language(tables: Path, target: str) -> None:
    (sentence,) = answers_to(tables, target)
    assert sentence.en == (
        "Report zh-board/2 is in case zh:r1:0: it is of one class with zh-board/1 and close by, nearness 0.90."
    )
    assert "接近度 0.90" in sentence.zh


def test_a_case_says_why_it_holds_each_of_its_reports(tables: Path) -> None:
    whole, first, second = answers_to(tables, "zh:r1:0")
    assert "holds 2 report(s)" in whole.en
    assert "Report zh-board/1 is in case zh:r1:0: nothing like it was known" in first.en
    assert "zh-board/2" in second.en


@pytest.mark.parametrize("target", ["zh-board/9", "zh:r9:0", "r9", "'"])
def test_what_is_not_there_ends_with_what_to_try(tables: Path, target: str) -> None:
    with pytest.raises(SetupError, match="CHANNEL/REFERENCE will do"):
        why(target, str(tables))
