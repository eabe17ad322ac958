"""Every action in every state, from a raw message to the rows that analysts see, through real Kafka."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest

from deploy.policyfile import load_policy
from sinks.clickhouse.ask import ask
from streams.domain.handling.lifecycle import ALL, TABLE, misplaced
from streams.runtime.clock import wall
from tests.chaos.load import POLICY
from tests.chaos.town import Town, until
from tests.chaos.verdict import Verdict, judge
from tests.pipeline.probing import CHANNEL, report, send
from tests.streams.domain.handling.office import office
from tests.streams.domain.handling.ways import DETAILS, TO_A_UNIT, WAY
from topics.action import ActionName as Do
from topics.ids import case_id, report_id
from topics.inbox import ClockSetting
from topics.policy import Policy
from topics.raw import RawAction, RawReport
from topics.reasons import ActionReason
from topics.rows import CaseState

pytestmark = pytest.mark.kafka
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOON = ClockSetting(epoch=NINE + 180 * MINUTE, start=wall())
ASKED = NINE + 10 * MINUTE
PAIRS = sorted(product(ALL, TABLE))
IN_COURSE = [(state, name) for state, name in PAIRS if name is not Do.DUPLICATE_OF]
LATE, ROOT = "late", "root"
Row = dict[str, Any]
TABLES = {
    "cases": "SELECT * FROM cases",
    "transitions": "SELECT * FROM transitions ORDER BY version, index",
    "clocks": "SELECT * FROM clocks WHERE stage = '' ORDER BY round",
    "holders": "SELECT * FROM holders ORDER BY number",
    "escalations": "SELECT * FROM escalations",
}


def rules() -> Policy:
    """The office in the demo's city, where nobody has potholes by duty."""
    made = office(load_policy(POLICY))
    limits = (one.model_copy(update={"classes": ("w-pothole",) if one.classes else ()}) for one in made.limits)
    duties = (one.model_copy(update={"classes": ("e-lamp",)}) for one in made.duties)
    return made.model_copy(update={"limits": tuple(limits), "duties": tuple(duties)})


def case(ref: str) -> str:
    return case_id("west", report_id(CHANNEL, ref), 0)


def ref(state: CaseState, name: Do) -> str:
    return f"{state}-{name}"


def asked(name: Do, of: str, at: datetime) -> RawAction:
    details = dict(DETAILS.get(name, {}))
    if "amount" in details:
        details["extend_by"] = {"amount": details.pop("amount"), "unit": details.pop("amount_unit")}
    other = case(ROOT) if name is Do.DUPLICATE_OF else ""
    said = {"channel": CHANNEL, "channel_ref": of, "unit": TO_A_UNIT.get(name, ""), "other_case_id": other}
    return RawAction.model_validate({"action": name, "occurred_at": at, **said, **details})


def brought_there() -> Iterator[RawReport | RawAction]:
    """A case for each state and action, brought into that state, and then asked to take the action."""
    places = count(1)
    for some in (LATE, ROOT):
        yield report(some, next(places), NINE)
    yield asked(Do.DISPATCH, LATE, NINE)
    for state, name in PAIRS:
        of = ref(state, name)
        yield report(of, next(places), NINE)
        yield from (asked(done, of, NINE + minute * MINUTE) for minute, done in enumerate(WAY[state]))
        if name is not Do.DUPLICATE_OF:  # it goes by the order in which it is heard
            yield asked(name, of, ASKED)


def duplicates() -> Iterator[RawAction]:
    return (asked(name, ref(state, name), ASKED) for state, name in PAIRS if name is Do.DUPLICATE_OF)


def sign_late(town: Town) -> None:
    at = (NINE + 5 * MINUTE).isoformat()
    acted = town.cli("act", "sign", f"{CHANNEL}/{LATE}", "--unit", "ann", "--at", at)
    assert acted.returncode == 0, acted.stderr


def read(town: Town, sql: str) -> list[Row]:
    return [json.loads(line) for line in ask(town.tables, sql, "JSONEachRow").splitlines()]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, kafka_jars: Path) -> Iterator[tuple[dict[str, list[Row]], Verdict]]:
    town = Town(tmp_path_factory.mktemp("lifecycle"), kafka_jars, POLICY)
    try:
        town.open(rules(), NOON)
        send(town, brought_there())
        town.settle()
        fired = f"SELECT 1 FROM escalations WHERE case_id = '{case(LATE)}' AND rung = 'sign'"
        until(lambda: bool(read(town, fired)), "the rung to fire", 60)
        sign_late(town)
        send(town, duplicates())
        town.settle()
        yield {name: read(town, sql) for name, sql in TABLES.items()}, judge(town)
    finally:
        town.close()


@pytest.fixture
def tables(told: tuple[dict[str, list[Row]], Verdict]) -> dict[str, list[Row]]:
    return told[0]


def of(rows: list[Row], state: CaseState, name: Do) -> list[Row]:
    return [row for row in rows if row["case_id"] == case(ref(state, name))]


@pytest.mark.feature("yuexiu.trail")
def test_what_the_table_allows_is_done_and_the_rest_is_refused_with_its_reason(tables: dict[str, list[Row]]) -> None:
    standing = {row["case_id"]: row["state"] for row in tables["cases"]}
    last = {(row["case_id"], row["action"]): row for row in tables["transitions"]}
    for state, name in IN_COURSE:
        row, allowed = last[case(ref(state, name)), name], state in TABLE[name].from_states
        assert (bool(row["accepted"]), row["before"]) == (allowed, state), (state, name, row)
        assert row["reason"] == (ActionReason.ACCEPTED if allowed else misplaced(name, state)), (state, name)
        after = TABLE[name].to_state or state if allowed else state
        assert standing[case(ref(state, name))] == row["after"] == after, (state, name, row)


def test_a_duplicate_becomes_part_of_the_other_case_in_whatever_state_it_is(tables: dict[str, list[Row]]) -> None:
    marked = {case(ref(state, Do.DUPLICATE_OF)) for state in ALL}
    told = {row["other_case"] for row in tables["transitions"] if row["action"] == Do.DUPLICATE_OF and row["accepted"]}
    assert told == marked
    into = {row["case_id"]: row["merged_into"] for row in tables["cases"] if row["state"] == "merged"}
    assert into == dict.fromkeys(marked, case(ROOT))


@pytest.mark.feature("deadlines.clocks")
@pytest.mark.feature("deadlines.holder-time")
def test_clocks_and_holders_tell_what_was_done(tables: dict[str, list[Row]]) -> None:
    def clock(state: CaseState, name: Do, which: str) -> Row:
        return next(row for row in of(tables["clocks"], state, name) if row["clock"] == which)

    assert clock("in_progress", Do.HANG, "resolve")["suspended"]
    assert clock("in_progress", Do.EXTEND, "resolve")["extended"]
    assert clock("open", Do.CONTACT, "contact")["done_at"] == "2026-03-02 01:10:00.000"
    assert clock("dispatched", Do.SIGN, "sign")["unit"] == "ann"
    assert [row["round"] for row in of(tables["clocks"], "resolved", Do.REOPEN) if row["clock"] == "resolve"] == [1, 2]
    holders = of(tables["holders"], "in_progress", Do.RETURN)
    assert [(row["role"], row["unit"], row["state"]) for row in holders] == [
        ("lead", "ann", "dispatched"),
        ("lead", "ann", "in_progress"),
        ("centre", "", "returned"),
    ]
    assert all(row["until_at"] for row in of(tables["holders"], "resolved", Do.CLOSE))


@pytest.mark.feature("own.late-events")
@pytest.mark.feature("deadlines.late-events")
def test_a_signature_that_comes_late_withdraws_the_rung_that_fired(tables: dict[str, list[Row]]) -> None:
    (rung,) = (row for row in tables["escalations"] if row["case_id"] == case(LATE) and row["rung"] == "sign")
    assert rung["retracted_at"] is not None
    (clock,) = (row for row in tables["clocks"] if row["case_id"] == case(LATE) and row["clock"] == "sign")
    assert (clock["done_at"], clock["late"]) == ("2026-03-02 01:05:00.000", False)


def test_the_tables_are_those_of_the_replayed_inbox(told: tuple[dict[str, list[Row]], Verdict]) -> None:
    assert told[1].good, told[1]
