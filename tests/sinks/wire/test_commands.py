"""The commands on a server: `jiesu run sink`, `jiesu sql`, `jiesu compare`."""

import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaProducer
from typer.testing import CliRunner, Result

from deploy.admin import create_topics
from deploy.cli import app
from deploy.errors import SetupError
from deploy.simulator.generate import generate
from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.ask import ask
from sinks.clickhouse.embedded import open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.server import ServerWarehouse
from tests.chaos.load import POLICY, SPAN
from tests.sinks.facts import everything, member, told
from tests.sinks.wire.node import PASSWORD, Node
from tests.sinks.wire.town import Loading, until
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.facts import Fact

COUNT = "SELECT count() FROM members"


@pytest.fixture
def loading(broker: Cluster, site: str, tmp_path: Path, server: ServerAddress, clickhouse: Node) -> Loading:
    return Loading(broker, site, tmp_path, server, clickhouse)


def jiesu(*arguments: str) -> Result:
    """One command, in this process."""
    return CliRunner().invoke(app, arguments)


def publish(cluster: Cluster, site: str, facts: Iterable[Fact]) -> None:
    with closing(KafkaProducer(**cluster.client())) as producer:
        for topic, name, value in told(*facts):
            producer.send(full_name(site, topic), value, name)


def test_a_sink_waits_for_a_server_that_is_away(
    loading: Loading, broker: Cluster, site: str, server: ServerAddress, clickhouse: Node
) -> None:
    create_topics(broker, site, 1, 1)
    publish(broker, site, [fact for n in range(5) for fact in everything(n)])
    clickhouse.kill()
    try:
        with loading.sink("late", loading.url, 100_000) as sink:
            until(lambda: "waiting: clickhouse://default@" in sink.tail(), "the sink to wait")
            sink.stop()
            assert sink.status == 0
    finally:
        clickhouse.start()
    with loading.sink("late", loading.url, 100_000) as sink:
        loading.drain(sink)
        assert sink.status == 0
        assert PASSWORD not in sink.log.read_text()
    assert ask(server, COUNT, "TSV") == "5\n"


@pytest.mark.feature("facts.sql")
def test_sql_asks_the_server_and_only_reads(
    loading: Loading, server: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(ServerWarehouse(server)) as warehouse:
        migrate(warehouse)
        Loader(warehouse).load_facts([member(1), member(1, version=2)])
    monkeypatch.setenv("JIESU_CLICKHOUSE_PASSWORD", PASSWORD)
    assert jiesu("sql", "--data", loading.url, "--format", "TSV", COUNT).output == "1\n"
    monkeypatch.setenv("JIESU_TABLES", loading.url)
    assert "│       1 │" in jiesu("sql", COUNT).output
    refused = jiesu("sql", "DROP TABLE members").exception
    assert isinstance(refused, SetupError)
    assert "only reading is allowed here" in str(refused)


def test_an_old_server_ends_the_sink_with_a_sentence(loading: Loading) -> None:
    tables = loading.url.replace("&any_version=true", "")
    command = [sys.executable, "-m", "deploy.cli", "run", "sink"]
    env = {**loading.env(), "JIESU_TABLES": tables}
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "upgrade it to 24.8 or newer" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_compare_names_the_row_that_differs_and_the_columns_of_another_type(
    loading: Loading, server: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(ServerWarehouse(server)) as warehouse:
        migrate(warehouse)
        Loader(warehouse).load_facts([member(n) for n in range(9)])
    with open_embedded(loading.folder) as embedded:
        Loader(embedded).load_facts([member(n, case=8 if n == 4 else 1) for n in range(9)])
    monkeypatch.setenv("JIESU_CLICKHOUSE_PASSWORD", PASSWORD)
    compared = jiesu("compare", "--table", "members", loading.url, str(loading.folder))
    assert compared.exit_code == 1
    said = " ".join(compared.output.split())
    assert "of another type: leader" in said
    assert "'report_id': 'r4'}, columns={'case_id': ('zh:r1:0', 'zh:r8:0')}" in said


@pytest.mark.feature("replay.files")
def test_a_replay_into_a_server_equals_one_into_a_folder(
    loading: Loading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIESU_CLICKHOUSE_PASSWORD", PASSWORD)
    file = generate(tmp_path / "load", 1, 60, SPAN, ("sim-hotline",)).files["sim-hotline"]
    for place in (loading.url, str(loading.folder)):
        into = ("--channel", "sim-hotline", "--policy", str(POLICY), "--data", place)
        assert jiesu("replay", str(file), *into).exit_code == 0
    assert jiesu("compare", loading.url, str(loading.folder)).exit_code == 0
    assert ask(loading.folder, "SELECT count() FROM reports", "TSV") != "0\n"
