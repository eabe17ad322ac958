"""The same messages under two policies: what differs, and that nothing does where the policies are equal."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest

from deploy.commands.replay import replay
from deploy.errors import SetupError
from deploy.replay import Advance
from deploy.what_if.differing import ALL, CASES, LATE, REPORTS, RUNGS, Differences, Figure, differences
from deploy.what_if.outcome import CaseStanding, Outcome, Placed, RungFired, read_outcome
from deploy.what_if.running import what_if
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from streams.channels.mapping import load_mapping
from tests.deploy.samples import policy
from tests.rows import altered
from tests.sinks import facts
from topics.deadline import Rung
from topics.merge_rule import DistanceMerge
from topics.policy import Class, Policy, Scope
from topics.working_time import Limit, LimitUnit

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
DEMO = Path(__file__).parents[2] / "deploy" / "policies" / "demo"
KEY = b"a test has no secrets"
LADDER = (Rung(rung="remind", before=timedelta(hours=1), audience="unit"), Rung(rung="urge", audience="unit"))
CLASSES = (Class(code="other", name="其他"), Class(code="hole", name="坑洞"), Class(code="lamp", name="路灯"))


def hours(limit: float) -> Policy:
    """So many hours for every case, reminded an hour before; reports are one case within a metre."""
    return policy(("town", 0)).model_copy(
        update={
            "version": f"{limit:g}-hours",
            "scopes": (Scope(scope="town", partition=0, channels=("sim-app311",)),),
            "classes": CLASSES,
            "resolve": Limit(amount=limit, unit=LimitUnit.NATURAL_HOURS),
            "ladder": LADDER,
            "merges": {"text": DistanceMerge(radius_m=1, window_days=1)},
        }
    )


def row(ref: str, at_h: float, category: str, dispatched: tuple[float, str] | None, closed_h: float | None) -> bytes:
    def millis(after_h: float) -> int:
        return int((NINE + timedelta(hours=after_h)).timestamp() * 1000)

    said = {"service_request_id": ref, "noticed_ms": millis(at_h), "requested_ms": millis(at_h), "summary": ref}
    place = {"service_name": category, "lat": 42.0 + at_h / 10, "lon": -71.0, "account": ref}
    sent = {"dispatched_ms": millis(dispatched[0]), "agency": dispatched[1]} if dispatched else {}
    return orjson.dumps(said | place | sent | ({"closed_ms": millis(closed_h)} if closed_h is not None else {}))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One resolved after three hours, one after one, one never; the last comes seven hours after the first."""
    rows = [
        row("A", 0, "坑洞", (0.2, "roads"), 3),
        row("B", 0.1, "路灯", (0.3, "lamps"), 1),
        row("C", 0.5, "路灯", None, None),
        row("D", 7, "坑洞", None, None),
    ]
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_bytes(b"\n".join(rows))
    return path


@contextmanager
def uncounted(_: str) -> Iterator[Advance]:
    yield lambda _: None


def found(file: Path, old: Policy, new: Policy, data: Path | None = None) -> Differences:
    return what_if([file], load_mapping("sim-app311"), (old, new), KEY, data, uncounted)


@pytest.fixture(scope="module")
def shorter(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Differences:
    return found(file, hours(5), hours(2), tmp_path_factory.mktemp("tables"))


@pytest.mark.feature("replay.what-if")
@pytest.mark.feature("own.what-if")
def test_a_shorter_limit_gives_more_late_cases_and_more_rungs(shorter: Differences) -> None:
    assert shorter.whole == [
        Figure(ALL, REPORTS, 4, 4),
        Figure(ALL, CASES, 4, 4),
        Figure(ALL, LATE, 1, 2),
        Figure(ALL, RUNGS, 2, 4),
    ]
    assert sorted(shorter.rungs) == [Figure("remind", RUNGS, 1, 2), Figure("urge", RUNGS, 1, 2)]
    assert sorted(one for one in shorter.classes if one.difference) == [
        Figure("hole", RUNGS, 0, 2),
        Figure("hole", LATE, 0, 1),
    ]
    assert {one.group for one in shorter.units if one.difference} == {"roads"}
    assert [one.report for one in shorter.moved] == [f"sim-app311/{ref}" for ref in "ABCD"]
    assert [(one.old.late, one.new.late) for one in shorter.moved] == [
        (False, True), (False, False), (True, True), (False, False),
    ]  # fmt: skip
    assert shorter.moved[0].new.due_at == NINE + timedelta(hours=2)


@pytest.mark.feature("replay.what-if")
@pytest.mark.feature("own.what-if")
def test_equal_policies_differ_in_nothing(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "what-if.html"
    replay([file], "sim-app311", DEMO, str(tmp_path), DEMO, out)
    said = capsys.readouterr().out
    figures = re.findall(r"│ +([\d,]+) │ +([\d,]+) │ +(\S+) │", said)
    assert figures[:4] == [("4", "4", "0"), ("4", "4", "0"), ("1", "1", "0"), ("7", "7", "0")]
    assert {difference for _, _, difference in figures} == {"0"}
    assert "0 reports are due at another time" in said
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "old" / "clickhouse").is_dir()


def test_cases_are_compared_by_their_reports() -> None:
    """One case of two reports in the old run is two in the new one."""
    one, other = (CaseStanding("lamp", "", NINE + timedelta(hours=h), False) for h in (1, 2))
    fired = RungFired("urge", "lamp", "roads")
    old = Outcome({"x": one}, [fired], {"r1": Placed("a/1", "x"), "r2": Placed("a/2", "x"), "r3": Placed("a/3", "x")})
    new = Outcome({"y": one, "z": other}, [], {"r1": Placed("a/1", "y"), "r2": Placed("a/2", "z")})
    apart = differences(old, new)
    assert [(moved.report, moved.old, moved.new) for moved in apart.moved] == [("a/2", one, other)]
    assert [figure.difference for figure in apart.whole] == [-1, 1, 0, -1]
    assert apart.units == [Figure("roads", RUNGS, 1, 0)]


def test_the_command_wants_both_policies_and_a_folder_that_is_new(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="the old one with --against"):
        replay([file], "sim-app311", None, "", DEMO)
    with pytest.raises(SetupError, match="not a server"):
        replay([file], "sim-app311", DEMO, "clickhouse://localhost/x", DEMO)
    (tmp_path / "new").mkdir()
    with pytest.raises(SetupError, match="name a folder with --data that holds no replay yet"):
        replay([file], "sim-app311", DEMO, str(tmp_path), DEMO)
    with pytest.raises(SetupError, match="say with --data"):
        replay([file], "sim-app311", DEMO)


def test_what_was_withdrawn_or_merged_into_another_does_not_count(tmp_path: Path) -> None:
    back = altered(facts.escalation(1), escalation_id="back", retracted_at=facts.NINE)
    its = altered(facts.escalation(1), holder="市政所", rung="urge")
    merged = altered(facts.case(2), state="merged", merged_into="zh:r1:0")
    with open_embedded(tmp_path) as warehouse:
        Loader(warehouse).load_facts([facts.report(1), facts.member(1, case=1), facts.case(1), merged, back, its])
        outcome = read_outcome(warehouse.query)
    assert outcome.rungs == [RungFired("urge", "0101", "市政所")]
    assert outcome.cases == {"zh:r1:0": CaseStanding("0101", "", facts.NINE + timedelta(days=3), False)}
    assert outcome.reports == {"r1": Placed("zh-board/1", "zh:r1:0")}
