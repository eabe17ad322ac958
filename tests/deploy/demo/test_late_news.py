"""The self-check on a run in which news comes late: rungs that fired too soon are withdrawn, and nothing else is."""

from datetime import timedelta

import pytest

from deploy.demo.audit.check import check
from deploy.demo.audit.found import Found, Row, read_found
from deploy.demo.audit.known import Known, read_known, write_horizons
from deploy.demo.figures import Figures, read_figures
from deploy.demo.local import fold_told, told_by
from deploy.demo.stage import POLICY, tables_of
from deploy.policyfile import load_policy
from deploy.simulator.generate import generate
from sinks.clickhouse.ask import asking

Run = tuple[Known, Found, Figures]
RULES = load_policy(POLICY)
LATE = timedelta(hours=3)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of ten hours in which every third thing that units did is heard of late."""
    folder = tmp_path_factory.mktemp("late")
    city = generate(folder / "city", seed=12345, reports=500, span=timedelta(hours=10))
    told = told_by(city)
    horizons = fold_told(city, told, tables_of(folder / "in time"))
    last = min(horizon.now for horizon in horizons.values())
    done = [message for message in told if message.topic == "actions.raw"]
    late = {id(message) for message in done[::3]}
    heard = [one._replace(at=max(one.at, min(one.at + LATE, last))) if id(one) in late else one for one in told]
    write_horizons(folder, fold_told(city, heard, tables_of(folder)))
    with asking(tables_of(folder)) as answers:
        return read_known(folder), read_found(answers.query), read_figures(answers.query)


def failed(run: Run, escalations: list[Row]) -> str:
    known, found, _ = run
    lines = check(known, found._replace(escalations=escalations), RULES)
    return "; ".join(line.name for line in lines if not line.ok)


def withdrawn(found: Found) -> list[Row]:
    return [row for row in found.escalations if row["retracted_at"]]


def altered(found: Found, row: Row, **more: object) -> list[Row]:
    return [{**row, **more} if one is row else one for one in found.escalations]


def test_what_late_news_withdraws_is_right(run: Run) -> None:
    known, found, _ = run
    assert len(withdrawn(found)) > 10
    assert [line.name for line in check(known, found, RULES) if not line.ok] == []


def test_one_that_should_be_withdrawn_and_stands_is_seen(run: Run) -> None:
    found = run[1]
    assert "rung by rung" in failed(run, altered(found, withdrawn(found)[0], retracted_at=None))


def test_one_that_should_stand_and_is_withdrawn_is_seen(run: Run) -> None:
    found = run[1]
    stands = next(row for row in found.escalations if not row["retracted_at"])
    names = failed(run, altered(found, stands, retracted_at=stands["fire_at"]))
    assert "rung by rung" in names
    assert "withdrawn" in names


def test_one_that_nothing_late_withdrew_is_seen(run: Run) -> None:
    found = run[1]
    assert "withdrawn" in failed(run, altered(found, withdrawn(found)[0], version=-1))


def test_a_withdrawal_of_which_nobody_was_told_is_seen(run: Run) -> None:
    known, found, _ = run
    notices = [row for row in found.notices if row["notice"] != "retracted"]
    assert any(
        "corrections" in line.name for line in check(known, found._replace(notices=notices), RULES) if line.detail
    )


def test_the_live_figures_count_what_stands(run: Run) -> None:
    _, found, figures = run
    assert figures.reminded + figures.urged == len(found.escalations) - len(withdrawn(found))
