"""People correct which reports are one case: from an action to the rows that analysts see, through real Kafka."""

import json
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from streams.runtime.clock import wall
from tests.chaos.load import POLICY
from tests.chaos.town import Town
from tests.chaos.verdict import judge
from tests.pipeline.probing import CHANNEL, action, report, send
from topics.ids import case_id, report_id
from topics.inbox import ClockSetting
from topics.raw import RawAction

pytestmark = pytest.mark.kafka
NOW = wall()
MEMBERS = "SELECT channel_ref, case_id, leader FROM members JOIN reports USING (scope, report_id)"
CASES = "SELECT case_id, state, reports, people, merged_into FROM cases"
TRAIL = "SELECT action, accepted, reason FROM transitions WHERE action NOT IN ('open', 'join') ORDER BY version"
PLACES = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
IN_ORDER = (("a1", "b1", "c1", "d1", "e1"), ("a2", "b2", "c2"), ("a3", "c3"))
"""Who comes after whom at a place: two raw partitions keep no order between them."""


def case(ref: str, detachment: int = 0) -> str:
    return case_id("west", report_id(CHANNEL, ref), detachment)


def tell(town: Town, *messages: str | RawAction) -> None:
    """Reports by their names, or actions; and wait until they have been folded."""
    said = [report(one, PLACES[one[0]], NOW, one) if isinstance(one, str) else one for one in messages]
    send(town, said)
    town.settle()


def correct(name: str, ref: str, other: str = "", reports: tuple[str, ...] = ()) -> RawAction:
    named = {"other_case_id": other, "reports": tuple(f"{CHANNEL}/{one}" for one in reports)}
    return action(name, ref, NOW).model_copy(update=named)


def rows(town: Town, sql: str) -> list[dict[str, object]]:
    answer = town.cli("sql", "--data", str(town.tables), "--format", "JSONEachRow", sql)
    return [json.loads(line) for line in answer.stdout.splitlines()]


@pytest.mark.feature("merging.reverse")
@pytest.mark.feature("own.undone-stays-undone")
def test_merge_unmerge_split_root_and_what_stays_apart(tmp_path: Path, kafka_jars: Path) -> None:
    town = Town(tmp_path, kafka_jars, POLICY)
    try:
        town.open(load_policy(POLICY), ClockSetting(epoch=NOW, start=NOW))
        for some in IN_ORDER:
            tell(town, *some)
        acted = town.cli("act", "merge", f"{CHANNEL}/a1", "--other", case("b1"), "--at", NOW.isoformat())
        assert acted.returncode == 0, acted.stderr
        tell(town, correct("split", "c1", reports=("c2", "c3")), correct("reroot", "a2"))
        tell(town, correct("keep_apart", "d1", other=case("e1")), correct("unmerge", "a3"))
        tell(town, "b3", "c4", "a4")
        merged = {row["channel_ref"]: row["case_id"] for row in rows(town, MEMBERS)}
        tell(town, RawAction(action="unmerge", occurred_at=NOW, case_id=case("b1")), correct("merge", "d1", case("d1")))
        tell(town, "b4", "c5", "a5")
        verdict = judge(town)
    finally:
        town.close()
    assert verdict.good, verdict
    assert {merged[ref] for ref in ("a1", "a2", "b1", "b2", "b3")} == {case("a1")}
    _are_where_they_belong(town)


def _are_where_they_belong(town: Town) -> None:
    found = {str(row["channel_ref"]): row for row in rows(town, MEMBERS)}
    inside: dict[object, set[str]] = {}
    for ref, row in found.items():
        inside.setdefault(row["case_id"], set()).add(ref)
    assert inside == {
        case("a1"): {"a1", "a2"},
        case("a3", 1): {"a3", "a4", "a5"},
        case("b1"): {"b1", "b2", "b3", "b4"},
        case("c1"): {"c1"},
        case("c2", 1): {"c2", "c3", "c4", "c5"},
        case("d1"): {"d1"},
        case("e1"): {"e1"},
    }
    assert {ref for ref, row in found.items() if row["leader"]} == {"a2", "a3", "b1", "c1", "c2", "d1", "e1"}
    standing = {row["case_id"]: row for row in rows(town, CASES)}
    assert {name: int(str(row["reports"])) for name, row in standing.items()} == {
        name: len(refs) for name, refs in inside.items()
    }
    assert {row["merged_into"] for row in standing.values()} == {""}
    trail = [(row["action"], row["reason"]) for row in rows(town, TRAIL)]
    assert sorted(trail) == [
        ("keep_apart", "accepted"),
        ("merge", "accepted"),
        ("merge", "same_case"),
        ("reroot", "accepted"),
        ("split", "accepted"),
        ("unmerge", "accepted"),
        ("unmerge", "accepted"),
    ]
