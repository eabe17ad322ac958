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
        decided = altered(
            facts.transition(1, 2), report_id="r2", action="join", parts='{"rule":"distance","metres":6.0}'
        )
        merged = altered(facts.case(3), state="merged", merged_into="zh:r1:0", reports=0)
        taken = altered(facts.member(3), own_case="zh:r3:0")
        rest = [facts.report(2), joined, decided, facts.report(3), taken, merged]
        Loader(warehouse).load_facts([*facts.everything(1), *rest])
    return folder


@pytest.mark.feature("merging.why")
@pytest.mark.parametrize("target", ["r2", "zh-board/2"])
def test_a_report_has_one_sentence_in_each_language(tables: Path, target: str) -> None:
    (sentence,) = answers_to(tables, target)
    assert sentence.en == (
        "Report zh-board/2 is in case zh:r1:0: it is of one class with zh-board/1 and close by, nearness 0.90"
        " (rule distance, metres 6.0)."
    )
    assert "接近度 0.90(规则 distance,距离(米) 6.0)" in sentence.zh


def test_a_case_says_why_it_holds_each_of_its_reports(tables: Path) -> None:
    whole, first, second, _ = answers_to(tables, "zh:r1:0")
    assert "holds 3 report(s) of 0 person(s), some from zh:r3:0, which people merged into it" in whole.en
    assert "Report zh-board/1 is in case zh:r1:0: nothing like it was known" in first.en
    assert "zh-board/2" in second.en


def test_a_merged_case_says_where_its_reports_are(tables: Path) -> None:
    (sentence,) = answers_to(tables, "zh:r3:0")
    assert sentence.en == "Case zh:r3:0 was merged into zh:r1:0 by a person: its reports are there."


@pytest.mark.parametrize("target", ["zh-board/9", "zh:r9:0", "r9", "'"])
def test_what_is_not_there_ends_with_what_to_try(tables: Path, target: str) -> None:
    with pytest.raises(SetupError, match="CHANNEL/REFERENCE will do"):
        why(target, str(tables))
