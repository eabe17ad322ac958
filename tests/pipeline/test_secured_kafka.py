"""All programs through a Kafka that demands TLS, a client certificate and a password."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from deploy.errors import SetupError
from deploy.kafka import EmbeddedKafka
from deploy.settings import read_site
from sinks.clickhouse.ask import ask
from sinks.clickhouse.warehouse import SqlError
from tests.chaos.programs import Program
from tests.chaos.town import CLI, PARTS
from tests.pipeline.secured import PASSWORD, Papers, add_scram_user, demanding
from topics.cluster import SiteSettings
from topics.errors import Unavailable

pytestmark = pytest.mark.kafka
POLICY = str(Path(__file__).parents[2] / "deploy" / "policies" / "zh")
ROWS = 40
SEEN = "2019-05-01T08:00:00+08:00"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def kafka(papers: Papers, kafka_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka(tmp_path_factory.mktemp("secured"), kafka_jars, demanding(papers)) as kafka:
        yield kafka


@pytest.fixture
def env(kafka: EmbeddedKafka, papers: Papers, site: str, tmp_path: Path) -> dict[str, str]:
    return {
        "JIESU_KAFKA": kafka.bootstrap,
        "JIESU_SITE": site,
        "JIESU_POLICY": POLICY,
        "JIESU_REPORTER_KEY": "a test has no secrets",
        "JIESU_TABLES": str(tmp_path / "tables"),
        "JIESU_SCRATCH": str(tmp_path / "scratch"),
        "JIESU_METRICS_PORT": "0",
        "JIESU_HTTP_PORT": "0",
        **papers.env("PLAIN"),
    }


def jiesu(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *CLI, *arguments]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def reports(env: dict[str, str]) -> int:
    with suppress(SqlError, Unavailable):  # the sink has made no tables yet, or is making them
        return int(ask(Path(env["JIESU_TABLES"]), "SELECT count() FROM reports", "TSV"))
    return 0


def post(log: Path) -> int:
    """How many of one report the HTTP door takes, once it is open."""
    deadline = time.monotonic() + 60
    while not (opened := re.search(r"running on (http://[0-9.:]+)", log.read_text())):
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    report = {
        "channel": "zh-board",
        "channel_ref": "by http",
        "text": "路灯不亮",
        "occurred_at": SEEN,
        "received_at": SEEN,
    }
    taken: int = httpx.post(f"{opened[1]}/v1/reports", json=report, timeout=30).raise_for_status().json()["taken"]
    return taken


@pytest.mark.feature("running.secured-kafka")
def test_every_program_gets_in_and_nothing_is_missing(
    env: dict[str, str], papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    add_scram_user(SiteSettings().cluster)
    env |= papers.env("SCRAM-SHA-512")
    file = tmp_path / "some.csv"
    rows = [f"{n},2019-05-0{n % 9 + 1} 08:00:00,u{n},A市路灯不亮,第{n}盏" for n in range(ROWS)]
    file.write_text("\n".join(["id,time,user,title,text", *rows]), encoding="utf-8")
    for command in (("topics", "create", "--policy", POLICY), ("policy", "publish", POLICY)):
        done = jiesu(env, *command)
        assert done.returncode == 0, done.stderr
    programs = [Program(part, (*CLI, "run", part), env, tmp_path / f"{part}.log") for part in (*PARTS, "http")]
    try:
        for program in programs:
            program.start()
        fed = jiesu(env, "feed", str(file), "--channel", "zh-board")
        assert fed.returncode == 0, fed.stderr
        assert post(programs[-1].log) == 1
        deadline = time.monotonic() + 90
        while reports(env) != ROWS + 1:
            assert time.monotonic() < deadline, "\n".join(program.tail() for program in programs)
            time.sleep(0.2)
    finally:
        for program in programs:
            program.stop()
    export = tmp_path / "inbox.jsonl"
    assert jiesu(env, "inbox", "export", str(export)).returncode == 0
    assert len(export.read_bytes().splitlines()) > ROWS


LOCKED_OUT = {
    "a wrong password": {"JIESU_KAFKA_PASSWORD": "wrong"},
    "a mechanism that the broker has not": {"JIESU_KAFKA_MECHANISM": "SCRAM-SHA-256"},
    "no certificate": {"JIESU_KAFKA_CERTIFICATE": "", "JIESU_KAFKA_KEY": ""},
    "no authority to trust": {"JIESU_KAFKA_CA": ""},
    "no TLS": {"JIESU_KAFKA_PROTOCOL": "sasl_plaintext"},
}


def test_without_one_of_them_nobody_gets_in(env: dict[str, str]) -> None:
    command = [sys.executable, *CLI, "topics", "list"]
    tried = {
        what: subprocess.Popen(command, env={**os.environ, **env, **changed}, stderr=subprocess.PIPE, text=True)
        for what, changed in LOCKED_OUT.items()
    }
    told = {what: " ".join(one.communicate(timeout=60)[1].split()) for what, one in tried.items()}
    assert {what: one.returncode for what, one in tried.items()} == dict.fromkeys(LOCKED_OUT, 2)
    assert [what for what, said in told.items() if "or what lets us in (JIESU_KAFKA_PROTOCOL" not in said] == []
    assert [what for what, said in told.items() if PASSWORD in said] == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"JIESU_KAFKA_CA": "absent.pem"}, "set JIESU_KAFKA_CA in the environment: Path does not point to a file"),
        ({"JIESU_KAFKA_PASSWORD": ""}, "sasl_ssl needs JIESU_KAFKA_USER and JIESU_KAFKA_PASSWORD"),
        ({"JIESU_KAFKA_PROTOCOL": "ssl"}, "set JIESU_KAFKA_PROTOCOL to sasl_ssl"),
        ({"JIESU_KAFKA_PROTOCOL": "tls"}, "set JIESU_KAFKA_PROTOCOL in the environment"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    env: dict[str, str], changed: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**env, **changed}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SetupError, match=re.escape(told)):
        read_site()
