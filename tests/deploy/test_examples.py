"""The examples for upstream systems, run as they stand, against a real Kafka and a real door."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from deploy.admin import create_topics
from deploy.policyfile import load_policy
from streams.domain.intake import Doors, RawRecord, admit
from streams.runtime.clock import wall
from tests.chaos.evidence import committed_records
from tests.chaos.programs import Program
from topics.cluster import Cluster
from topics.inbox import Action, Report
from topics.model import Source
from topics.reasons import Reason

REPO = Path(__file__).parents[2]
EXAMPLES = REPO / "docs" / "examples"
POLICY = REPO / "deploy" / "policies" / "demo"
LISTENS = re.compile(r"running on (http://[0-9.:]+)")


@pytest.fixture
def url(broker: Cluster, site: str, tmp_path: Path) -> Iterator[str]:
    """The address of a door, as it says itself."""
    create_topics(broker, site, 1, 1)
    env = {"JIESU_KAFKA": broker.bootstrap, "JIESU_SITE": site, "JIESU_POLICY": str(POLICY)}
    env |= {"JIESU_HTTP_PORT": "0", "JIESU_METRICS_PORT": "0"}
    door = Program("http", ("-m", "deploy.cli", "run", "http"), env, tmp_path / "http.log")
    door.start()
    again = retry_if_result(lambda found: found is None)
    try:
        found = Retrying(retry=again, wait=wait_fixed(0.1), stop=stop_after_delay(60))(
            lambda: LISTENS.search(door.tail())
        )
        assert found is not None
        yield found[1]
    finally:
        door.kill()


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def taken(broker: Cluster, site: str) -> tuple[list[Report | Action], list[Reason]]:
    """What intake will make of all that is on the raw topics."""
    records = [
        RawRecord(Source(topic=topic, partition=record.partition, offset=record.offset), record.value, wall())
        for topic in ("reports.raw", "actions.raw")
        for record in committed_records(broker.bootstrap, site, topic)
    ]
    admission = admit(records, Doors.of(load_policy(POLICY).scopes, b"k" * 16))
    return [one.record for one in admission.admitted], [dead.reason for dead in admission.dead]


@pytest.mark.feature("doors.examples")
def test_by_kafka(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)
    said = run(sys.executable, str(EXAMPLES / "send_by_kafka.py"), broker.bootstrap, site)
    assert said.splitlines() == ["reports.raw: partition 0, offset 0", "actions.raw: partition 0, offset 0"]
    (report, action), dead = taken(broker, site)
    assert isinstance(report, Report)
    assert isinstance(action, Action)
    assert (action.report_id, dead) == (report.report_id, [])


@pytest.mark.feature("doors.examples")
def test_by_http(url: str, broker: Cluster, site: str) -> None:
    said = run(sys.executable, str(EXAMPLES / "send_by_http.py"), url)
    assert said.splitlines() == [
        "0: taken",
        "1: dead_letter says_nothing The report says nothing: send a title, a text or a category.",
    ]
    records, dead = taken(broker, site)
    assert (len(records), dead) == (1, [Reason.SAYS_NOTHING])


@pytest.mark.feature("doors.examples")
def test_by_curl(url: str, broker: Cluster, site: str) -> None:
    said = run("sh", str(EXAMPLES / "send_by_curl.sh"), url)
    assert re.findall(r'"taken":(\d+),"dead_letters":(\d+)', said) == [("1", "0"), ("2", "0"), ("1", "0")]
    records, dead = taken(broker, site)
    assert (len(records), dead) == (4, [])


def test_no_example_is_left_out() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {"send_by_kafka.py", "send_by_http.py", "send_by_curl.sh"}
