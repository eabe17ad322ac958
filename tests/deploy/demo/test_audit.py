"""The self-check passes on a whole run, and fails where any one thing is missing from it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo.audit.check import check
from deploy.demo.audit.found import Found, Row, read_found
from deploy.demo.audit.known import Known, read_known, write_horizons
from deploy.demo.audit.ledger import messages
from deploy.demo.local import fold_city
from deploy.demo.stage import POLICY, tables_of
from deploy.demo.verdict import show_verdict
from deploy.errors import SetupError
from deploy.policyfile import load_policy
from deploy.simulator.generate import generate
from sinks.clickhouse.ask import asking
from sinks.clickhouse.embedded import open_embedded

Run = tuple[Known, Found]
RULES = load_policy(POLICY)
HALF_HOUR = timedelta(minutes=30)


def told(folder: Path, reports: int) -> None:
    """A run of ten hours, folded without Kafka."""
    city = generate(folder / "city", seed=12345, reports=reports, span=timedelta(hours=10), broken=6, storm=20)
    write_horizons(folder, fold_city(city, tables_of(folder)))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("demo")
    told(folder, reports=600)
    with asking(tables_of(folder)) as answers:
        return read_known(folder), read_found(answers.query)


def failed(known: Known, found: Found) -> list[str]:
    return [line.name for line in check(known, found, RULES) if not line.ok]


def without(found: Found, table: str, chosen: Callable[[Row], bool]) -> Found:
    """The tables less the first row of one that is chosen."""
    rows: list[Row] = getattr(found, table)
    gone = next(row for row in rows if chosen(row))
    return found._replace(**{table: [row for row in rows if row is not gone]})


@pytest.mark.feature("running.demo")
def test_a_whole_run_passes(run: Run) -> None:
    known, found = run
    assert failed(known, found) == []
    assert len(found.escalations) > 100
    assert not all(row["accepted"] for row in found.transitions)
    assert {row["source_topic"] for row in found.dead_letters} == {"reports.raw", "actions.raw"}


@pytest.mark.parametrize("table", Found._fields)
def test_one_row_less_in_any_table_is_seen(run: Run, table: str) -> None:
    known, found = run
    assert failed(known, without(found, table, lambda _: True))


@pytest.mark.parametrize("action", ["open", "join", "urge", "revise", "dispatch", "resolve", "reopen"])
def test_one_transition_less_of_any_kind_is_seen(run: Run, action: str) -> None:
    known, found = run
    assert failed(known, without(found, "transitions", lambda row: row["action"] == action))


@pytest.mark.parametrize("kind", ["report", "redelivery", "revision", "broken", "action", "garbled"])
def test_one_message_less_or_more_is_seen(run: Run, kind: str) -> None:
    known, found = run
    one = known.of(kind)[-1]
    assert failed(known._replace(sent=[sent for sent in known.sent if sent is not one]), found)
    assert failed(known._replace(sent=[*known.sent, one._replace(ref="ZH99999999")]), found)


def test_a_rung_at_another_time_is_seen_and_named(run: Run) -> None:
    known, found = run
    moved = [
        {**row, "fire_at": row["fire_at"] + HALF_HOUR} if n == 7 else row for n, row in enumerate(found.escalations)
    ]
    lines = {line.name: line for line in check(known, found._replace(escalations=moved), RULES)}
    rungs = next(line for name, line in lines.items() if "rung by rung" in name)
    assert found.escalations[7]["case_id"] in rungs.detail
    assert "missing 1" in rungs.detail
    assert "too many 1" in rungs.detail


def test_a_kind_of_rung_that_never_fired_is_seen(run: Run) -> None:
    known, found = run
    reminded = [row for row in found.escalations if row["rung"] == "remind"]
    assert any("every kind" in name for name in failed(known, found._replace(escalations=reminded)))


def test_merging_too_much_is_seen(run: Run) -> None:
    known, found = run
    heap = [{**row, "case_id": found.members[0]["case_id"]} for row in found.members]
    assert any("precision" in name for name in failed(known, found._replace(members=heap)))


def verdict(folder: Path) -> int:
    with asking(tables_of(folder)) as answers:
        return show_verdict(folder, answers.query, Console(quiet=True))


def test_a_reopening_that_a_report_caused_and_late_news_overtook_is_nobodys_action(run: Run) -> None:
    known, found = run
    joined = next(row for row in found.transitions if row["action"] == "join")
    caused = {**joined, "action": "reopen", "index": 9}
    overtaken = {**caused, "accepted": False, "reason": "not_resolved", "revises": joined["version"]}
    told = found._replace(transitions=[*found.transitions, caused, overtaken])
    assert [line.name for line in messages(known, told) if not line.ok] == []


def test_a_line_never_sent_and_a_row_removed_by_hand_fail_the_folder(tmp_path: Path) -> None:
    told(tmp_path, reports=300)
    assert verdict(tmp_path) == 0
    sent = tmp_path / "city" / "sent.csv"
    whole = sent.read_text()
    sent.write_text(whole + "2026-03-02T02:00:00.000+00:00,sim-wechat,ZH99999999,report,\n")
    assert verdict(tmp_path) == 1
    sent.write_text(whole)
    with open_embedded(tables_of(tmp_path)) as warehouse:
        one = "(SELECT min(escalation_id) FROM escalations)"
        warehouse.execute(f"ALTER TABLE escalations DELETE WHERE escalation_id = {one} SETTINGS mutations_sync = 1")
    assert verdict(tmp_path) == 1


def test_a_folder_without_a_finished_demo_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="run `jiesu demo --for 60s"):
        read_known(tmp_path)
