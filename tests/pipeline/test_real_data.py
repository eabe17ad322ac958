"""Real complaints through real Kafka into real ClickHouse: every row a report, in exactly one case."""

import json
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from streams.runtime.clock import wall
from tests.chaos.town import DRAIN_S, Town
from tests.chaos.verdict import judge
from topics.inbox import ClockSetting

pytestmark = [pytest.mark.kafka, pytest.mark.data]
POLICIES = Path(__file__).parents[2] / "deploy" / "policies"
COUNTS = """SELECT (SELECT count() FROM reports) AS reports, (SELECT count() FROM members) AS members,
    (SELECT uniqExact(report_id) FROM members WHERE case_id IN (SELECT case_id FROM cases)) AS in_one_case,
    (SELECT sum(reports) FROM cases) AS by_cases, (SELECT count() FROM dead_letters) AS dead"""


@pytest.mark.feature("replay.inbox")
@pytest.mark.feature("replay.files")
@pytest.mark.feature("merging.identity-kept")
@pytest.mark.parametrize(
    ("policy", "channel", "name", "rows"),
    [
        ("zh", "zh-board", "complaints_zh.csv", 4_326),
        pytest.param("boston", "boston311", "boston311_2011q3.csv", 31_828, marks=pytest.mark.deep),
    ],
)
def test_every_row_is_a_report_in_one_case(
    tmp_path: Path, kafka_jars: Path, data_dir: Path, policy: str, channel: str, name: str, rows: int
) -> None:
    town, now = Town(tmp_path, kafka_jars, POLICIES / policy), wall()
    try:
        town.open(load_policy(POLICIES / policy), ClockSetting(epoch=now, start=now))
        fed = town.feed(data_dir / name, channel)
        assert fed.wait(DRAIN_S) == 0, fed.tail()
        verdict = judge(town)
    finally:
        town.close()
    assert verdict.good, verdict
    counted = json.loads(town.cli("sql", "--data", str(town.tables), "--format", "JSONEachRow", COUNTS).stdout)
    numbers = {key: int(value) for key, value in counted.items()}
    assert numbers == {"reports": rows, "members": rows, "in_one_case": rows, "by_cases": rows, "dead": 0}
    _the_files_give_the_same_reports(town, data_dir / name, channel)


def _the_files_give_the_same_reports(town: Town, file: Path, channel: str) -> None:
    again, policy = town.folder / "again", town.env()["JIESU_POLICY"]
    done = town.cli("replay", str(file), "--channel", channel, "--policy", policy, "--data", str(again))
    assert done.returncode == 0, done.stderr
    compared = town.cli("compare", str(town.tables), str(again), "--table", "reports", "--time-free")
    assert compared.returncode == 0, compared.stdout
