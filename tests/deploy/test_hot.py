"""`jiesu hot`."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.commands.hot import app
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from tests.rows import altered
from tests.sinks import facts


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("tables")
    later = altered(facts.hot_issue(2), opened_at=facts.NINE.replace(day=9, hour=18), state="closed")
    with open_embedded(folder) as warehouse:
        Loader(warehouse).load_facts([facts.hot_issue(1), later])
    return str(folder)


def said(tables: str, *options: str) -> Sequence[str]:
    answer = CliRunner().invoke(app, ["--data", tables, *options])
    assert answer.exit_code == 0
    return answer.output.splitlines()


def test_hot_issues_are_listed_and_counted_by_week(tables: str) -> None:
    first, second, *weeks = said(tables)
    assert first.startswith("2025-03-03 09:00       open   0101 in 440104: 29 people, 31 reports, at most 17 people an")
    assert second.startswith("2025-03-09 18:00       closed 0101 in all of zh")
    assert weeks == ["week of 2025-03-03: 2 opened, 2 on no known day", "all: 2 opened, 2 on no known day"]


def test_days_and_weeks_are_those_of_a_place_and_known_days_are_no_false_alarm(tables: str) -> None:
    first, second, *weeks = said(tables, "--timezone", "Asia/Shanghai", "--known", "2025-03-03")
    assert first.startswith("2025-03-03 17:00 known open")
    assert second.startswith("2025-03-10 02:00       closed")
    assert weeks == [
        "week of 2025-03-03: 1 opened, 0 on no known day",
        "week of 2025-03-10: 1 opened, 1 on no known day",
        "all: 2 opened, 1 on no known day",
    ]


def test_before_there_is_any_the_count_says_so(tmp_path: Path) -> None:
    with open_embedded(tmp_path):
        pass
    assert said(str(tmp_path)) == ["all: 0 opened, 0 on no known day"]
