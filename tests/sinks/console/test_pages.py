"""The live page over real tables, as a browser sees it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sinks.clickhouse.embedded import EmbeddedWarehouse, open_embedded
from sinks.clickhouse.holder import Holder
from sinks.clickhouse.loader import Loader
from sinks.console.app import console
from sinks.console.overview import SLOTS, overview
from tests.rows import altered
from tests.sinks import facts
from topics.facts import Fact
from topics.inbox import ClockSetting
from topics.reasons import MergeReason

ZONE = "Asia/Shanghai"
SCRIPT = "<script>alert('路灯')</script>"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STOPPED = ClockSetting(epoch=facts.NINE + timedelta(minutes=30), start=LONG_AGO, rate=1e-12)
"""A clock that stands still half an hour after nine."""


def told() -> list[Fact]:
    """Case 1 with reports 1 and 2, case 3 with report 3, which is resolved."""
    joined = altered(facts.member(2), reason=MergeReason.SAME_PLACE_AND_MATTER, score=0.876, matched="r1")
    return [
        *facts.everything(1),
        facts.case(1, version=2, reports=2),
        facts.report(2, title=SCRIPT),
        joined,
        *facts.everything(3),
        altered(facts.hot_issue(1, version=10), state="cooled"),
        altered(facts.case(3, version=2), state="resolved", resolved_at=facts.NINE + timedelta(minutes=10)),
        altered(
            facts.report(3, version=2, title=""), class_by="fallback", class_confidence=0.61, class_proposed="0402"
        ),
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedWarehouse]:
    with open_embedded(tmp_path_factory.mktemp("tables")) as opened:
        Loader(opened).load_facts(told())
        yield opened


@pytest.fixture(scope="module")
def page(warehouse: EmbeddedWarehouse) -> TestClient:
    return TestClient(console(warehouse.query, STOPPED, ZONE), headers={"Accept-Language": "en-GB"})


@pytest.mark.feature("running.console")
def test_the_front_page_shows_figures_the_newest_and_the_hottest(page: TestClient) -> None:
    home = page.get("/")
    assert home.status_code == 200
    assert "<dt>Reports</dt><dd>3</dd>" in home.text
    assert "<dt>Open</dt><dd>1</dd>" in home.text
    assert "<dt>Dead letters</dt><dd>2</dd>" in home.text
    assert "2025-03-03 17:30" in home.text  # the stream's time, there
    assert home.text.count('href="/case/zh%3Ar1%3A0"') == 2
    assert home.text.count("<polyline") == 2
    assert "http://" not in home.text.replace("http://testserver", "")


def test_the_pictures_count_what_came_in_and_what_is_open(warehouse: EmbeddedWarehouse) -> None:
    shown = overview(warehouse.query, STOPPED)
    assert len(shown.inflow) == len(shown.backlog) == SLOTS
    assert (sum(shown.inflow), max(shown.inflow)) == (3, 3)
    at = shown.inflow.index(3)
    assert [shown.backlog[at - 1], max(shown.backlog), shown.backlog[-1]] == [0, 2, 1]
    assert shown.figures["overdue"] == 0
    late = ClockSetting(epoch=facts.NINE + timedelta(days=4), start=LONG_AGO, rate=1e-12)
    assert overview(warehouse.query, late).figures["overdue"] == 1
    soon = ClockSetting(epoch=facts.NINE + timedelta(days=3, minutes=-20), start=LONG_AGO, rate=1e-12)
    assert overview(warehouse.query, soon).figures["due_soon"] == 1


def test_a_case_shows_its_reports_and_why_each_is_there(page: TestClient) -> None:
    case = page.get("/case/zh:r1:0").text
    assert "nothing like it was known" in case
    assert "place and matter are those of zh-board/1, likeness 0.88" in case
    assert "please hurry" in case
    assert 'id="r2"' in case
    assert "<h1>某某路" in page.get("/case/zh:r3:0").text
    assert "请尽快办理" in page.get("/case/zh:r1:0?lang=zh").text
    page.cookies.clear()


def test_what_people_wrote_is_shown_as_text(page: TestClient) -> None:
    case = page.get("/case/zh:r1:0")
    assert SCRIPT not in case.text
    assert "&lt;script&gt;alert(&#39;路灯&#39;)" in case.text
    assert "default-src 'self'" in case.headers["content-security-policy"]


@pytest.mark.parametrize("asked", ["q=zh-board/2", "q=r2", "id=r2", "channel=zh-board&ref=2"])
def test_a_report_is_found_by_id_or_by_channel_and_reference(page: TestClient, asked: str) -> None:
    found = page.get(f"/report?{asked}", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, "/case/zh%3Ar1%3A0#r2")


@pytest.mark.parametrize(
    "path", ["/case/zh:r9:0", "/case/x' OR '1'='1", "/report?q=nobody/7", "/report?q=", "/nowhere"]
)
def test_what_is_not_there_says_what_to_try(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "Not found" in answer.text
    assert "Back to the overview" in answer.text


def test_dead_letters_say_what_to_do(page: TestClient) -> None:
    dead = page.get("/dead").text
    assert "not_json" in dead
    assert "send JSON" in dead
    assert "x.reports.raw/1/3" in dead


def test_what_may_be_the_same_leads_to_both_cases(page: TestClient) -> None:
    doubtful = page.get("/doubtful").text
    assert '<a href="/case/zh%3Ar1%3A0">路灯坏了</a>' in doubtful
    assert '<a href="/case/zh%3Ar0%3A0#r0">zh:r0:0</a>' in doubtful
    assert "0.38" in doubtful
    assert "Maybe the same" in page.get("/").text


@pytest.mark.feature("reports.confidence")
def test_a_person_sees_whose_class_is_not_decided(page: TestClient) -> None:
    undecided = page.get("/unclassified").text
    assert '<a href="/case/zh%3Ar3%3A0#r3">某某路' in undecided
    assert "<td>0402</td>" in undecided
    assert "0.61" in undecided
    assert "r1" not in undecided
    assert "Class to be decided" in page.get("/").text


@pytest.mark.feature("own.hot-issues")
def test_hot_issues_stand_with_their_picture_the_open_ones_first(page: TestClient) -> None:
    hot = page.get("/hot").text
    assert hot.count("<article") == 2
    assert hot.index('id="h3"') < hot.index('id="h1"')
    assert hot.count('<polyline class="usual"') == 2
    assert "people by hour; dashed: usual: 4, 17, 8" in hot
    assert '<a href="/report?id=r3">1</a>' in hot
    assert "<dt>Hot issues</dt><dd>1</dd>" in page.get("/").text
    assert "每小时人数" in page.get("/hot?lang=zh").text
    page.cookies.clear()


def test_the_reader_chooses_the_language_and_it_stays(warehouse: EmbeddedWarehouse) -> None:
    page = TestClient(console(warehouse.query, None, ZONE))
    assert 'lang="zh-CN"' in page.get("/dead", headers={"Accept-Language": "zh-CN,en"}).text
    assert 'lang="en"' in page.get("/dead", headers={"Accept-Language": "en-US"}).text
    assert 'lang="en"' in page.get("/dead?lang=en", headers={"Accept-Language": "zh-CN"}).text
    assert 'lang="en"' in page.get("/", headers={"Accept-Language": "zh-CN"}).text
    assert 'href="?lang=zh"' in page.get("/").text
    assert 'href="?q=7&amp;lang=zh"' in page.get("//elsewhere.example/?q=7").text  # it never leads away


def test_the_streams_time_can_be_copied(page: TestClient) -> None:
    assert page.get("/now").text == "2025-03-03T17:30:00+08:00"


def test_while_nobody_holds_the_tables_the_page_says_so_and_tries_again(tmp_path: Path) -> None:
    away = TestClient(console(Holder(tmp_path).query, None, ZONE)).get("/")
    assert away.status_code == 503
    assert "start the sink" in away.text
    assert 'http-equiv="refresh"' in away.text


def test_before_the_first_report_nobody_is_told_how_long_it_is_quiet(warehouse: EmbeddedWarehouse) -> None:
    def before(sql: str, form: str) -> bytes:
        return warehouse.query(sql.replace("FROM reports)", "FROM (SELECT * FROM reports WHERE false))"), form)

    home = TestClient(console(before, None, ZONE)).get("/?lang=en").text
    assert "<dt>Reports</dt><dd>0</dd>" in home
    assert "<dt>Seconds since the last row</dt><dd>—</dd>" in home


def test_its_files_are_its_own(page: TestClient) -> None:
    for name in ("page.css", "live.js", "icon.svg"):
        assert page.get(f"/static/{name}").status_code == 200
