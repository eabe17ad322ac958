from collections.abc import Iterable
from pathlib import Path

import pytest

from sinks.clickhouse.compare import compare
from sinks.clickhouse.differences import Difference
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.tables import TABLES
from sinks.clickhouse.warehouse import SqlError
from tests.rows import altered
from tests.sinks.facts import dead_letter, everything, member, report, transition
from topics.facts import Fact


def folder(path: Path, *batches: Iterable[Fact]) -> Path:
    with open_embedded(path) as warehouse:
        for batch in batches:
            Loader(warehouse).load_facts(batch)
    return path


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return folder(tmp_path / "whole", [fact for n in range(300) for fact in everything(n)])


def test_equal_however_it_was_loaded(whole: Path, tmp_path: Path) -> None:
    facts = [fact for n in range(300) for fact in everything(n)]
    other = folder(tmp_path / "other", [report(3, version=0, title="old")], facts[1000:], facts[:1200], facts)
    compared = compare(whole, other)
    assert [table.table for table in compared] == [table.name for table in TABLES]
    assert all(table.equal and table.a.rows == 300 and table.differences == () for table in compared)
    assert {table.left_out for table in compared} == {("inserted_at",)}


def test_a_changed_a_missing_and_an_added_row_are_named(whole: Path, tmp_path: Path) -> None:
    facts = [fact for n in range(300) if n != 7 for fact in everything(n)]
    other = folder(tmp_path / "other", [*facts, report(5, version=2, title="改了"), report(999)])
    (reports,) = compare(whole, other, tables=["reports"])
    assert not reports.equal
    assert (reports.a.rows, reports.b.rows) == (300, 300)
    assert sorted(reports.differences, key=lambda found: str(found.key)) == [
        Difference({"scope": "zh", "report_id": "r5"}, {"title": ("路灯坏了", "改了"), "version": (1, 2)}, None),
        Difference({"scope": "zh", "report_id": "r7"}, {}, "b"),
        Difference({"scope": "zh", "report_id": "r999"}, {}, "a"),
    ]


def test_no_more_than_a_few_differences_are_named(whole: Path, tmp_path: Path) -> None:
    other = folder(tmp_path / "other", [member(n, case=9) for n in range(300)])
    (members,) = compare(whole, other, tables=["members"])
    assert len(members.differences) == 5


def test_time_free_leaves_out_what_depends_on_the_run(whole: Path, tmp_path: Path) -> None:
    moved = {"source_topic": "y.reports.raw", "source_partition": 3, "source_offset": 77}
    facts = [
        changed
        for n in range(300)
        for changed in (
            altered(report(n, version=n + 50), **moved),
            transition(n, version=n + 50),
            dead_letter(n + 1000),
        )
    ]
    other = folder(tmp_path / "other", facts)
    tables = ["reports", "transitions", "dead_letters"]
    assert not any(table.equal for table in compare(whole, other, tables))
    free = compare(whole, other, tables, time_free=True)
    assert all(table.equal for table in free)
    assert set(free[0].left_out) == {"source_topic", "source_partition", "source_offset", "version", "inserted_at"}


def test_a_table_that_there_is_not_is_refused_with_the_names_that_there_are(whole: Path) -> None:
    with pytest.raises(SqlError, match=r"no table people: choose of reports, members"):
        compare(whole, whole, tables=["people"])
