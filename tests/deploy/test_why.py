"""`jiesu why`."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deploy.commands.why import answers_to, why
from deploy.errors import SetupError
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from tests.rows import altered
from tests.sinks import facts, handled
from topics.reasons import MergeReason

ZONE = ZoneInfo("Asia/Shanghai")


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
        signed = altered(handled.clock(1), clock_id="c0", clock="sign", unit="市政所", suspended=False, late=True)
        times = {"due_at": facts.NINE + timedelta(minutes=30), "done_at": facts.NINE + timedelta(hours=1)}
        earlier = altered(handled.clock(1), clock_id="c9", round=0)
        rest = [altered(signed, **times), earlier, facts.report(2), joined, decided, facts.report(3), taken, merged]
        Loader(warehouse).load_facts([*facts.everything(1), *rest])
    return folder


@pytest.mark.feature("merging.why")
@pytest.mark.parametrize("target", ["r2", "zh-board/2"])
def test_a_report_has_one_sentence_in_each_language(tables: Path, target: str) -> None:
    (sentence,) = answers_to(tables, target, ZONE)
    assert sentence.en == (
        "Report zh-board/2 is in case zh:r1:0: it is of one class with zh-board/1 and close by, nearness 0.90"
        " (rule distance, metres 6.0)."
    )
    assert "接近度 0.90(规则 distance,距离(米) 6.0)" in sentence.zh


def test_a_case_says_why_it_holds_each_of_its_reports(tables: Path) -> None:
    whole, _, first, second, _ = answers_to(tables, "zh:r1:0", ZONE)
    assert "holds 3 report(s) of 0 person(s), some from zh:r3:0, which people merged into it" in whole.en
    assert "Report zh-board/1 is in case zh:r1:0: nothing like it was known" in first.en
    assert "zh-board/2" in second.en


def test_a_case_says_its_clocks(tables: Path) -> None:
    said = answers_to(tables, "zh:r1:0", ZONE)[1]
    how = "[3 working days from 2025-03-03 17:00, paused 1.5 hours]"
    assert said.en == (
        f"The clocks of case zh:r1:0 in round 1: to resolve it by 2025-03-06 17:00 CST, suspended {how};"
        f" to sign for it (市政所) by 2025-03-03 17:30 CST, done 2025-03-03 18:00 CST, late {how}."
    )
    assert "签收 (市政所) 应于 2025-03-03 17:30 CST 前, 完成于 2025-03-03 18:00 CST, 超期" in said.zh


def test_a_merged_case_says_where_its_reports_are(tables: Path) -> None:
    (sentence,) = answers_to(tables, "zh:r3:0", ZONE)
    assert sentence.en == "Case zh:r3:0 was merged into zh:r1:0 by a person: its reports are there."


@pytest.mark.parametrize("target", ["zh-board/9", "zh:r9:0", "r9", "'"])
def test_what_is_not_there_ends_with_what_to_try(tables: Path, target: str) -> None:
    with pytest.raises(SetupError, match="CHANNEL/REFERENCE will do"):
        why(target, str(tables))


def test_a_time_zone_that_is_none_is_said(tables: Path) -> None:
    with pytest.raises(SetupError, match="'Beijing' is not a time zone: write one as in Asia/Shanghai"):
        why("zh:r1:0", str(tables), "Beijing")
