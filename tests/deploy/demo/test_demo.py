"""The demo, as a person runs it."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest
import typer

from deploy.commands.demo import duration
from deploy.demo.folder import fresh_folder
from deploy.errors import SetupError
from deploy.settings import PORTS
from sinks.clickhouse.ask import ask
from topics.metrics import metrics

PATIENCE_S = 240.0
CLI = (sys.executable, "-m", "deploy.cli")


@pytest.fixture
def environment() -> dict[str, str]:
    """As on a machine where nothing of jiesu is set but what is meant for programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIESU_") or name == "JIESU_CACHE"}
    return {**kept, "JIESU_HTTP_TOKENS": '{"*": "of another site"}', "JIESU_CONSOLE_HOST": "203.0.113.1"}


@pytest.fixture
def running(tmp_path: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = (*CLI, "demo", "--data", str(tmp_path / "demo"))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        yield demo
        demo.kill()


def run(environment: dict[str, str], data: Path, seconds: str) -> subprocess.CompletedProcess[str]:
    command = (*CLI, "demo", "--for", seconds, "--data", str(data))
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def counted(data: Path, sql: str) -> list[int]:
    return [int(number) for number in ask(data / "tables", sql, "TSV").split()]


def reports_in_truth(data: Path) -> int:
    with (data / "city" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return len(list(csv.DictReader(file)))


@pytest.mark.feature("running.demo")
@pytest.mark.usefixtures("kafka_jars")
def test_the_demo_ends_by_itself_with_everything_in_the_tables(tmp_path: Path, environment: dict[str, str]) -> None:
    data = tmp_path / "demo"
    done = run(environment, data, "8s")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Self-check passed" in done.stdout
    assert counted(data, "SELECT count() FROM reports") == [reports_in_truth(data)]
    assert counted(data, "SELECT uniqExact(channel), uniqExact(scope) FROM reports") == [4, 2]
    assert counted(data, "SELECT uniqExact(rung) FROM escalations") == [4]
    assert counted(data, "SELECT uniqExact(reason) >= 4 FROM members") == [1]


@pytest.mark.feature("running.metrics")
@pytest.mark.usefixtures("kafka_jars")
def test_its_page_lives_and_ctrl_c_ends_it_cleanly_and_leaves_nothing_running(running: subprocess.Popen[str]) -> None:
    assert running.stdout is not None
    address = next(line for line in running.stdout if "Live page" in line).split()[-1]
    door = re.search(r"http://[^ ]+/v1/reports", next(line for line in running.stdout if "Send a report" in line))
    assert door
    told = next(line for line in running.stdout if "Metrics" in line)
    says_what_the_list_says(dict(re.findall(r"(\w+) (http://[^ ]+/metrics)", told)))
    with httpx.Client(base_url=address, headers={"Accept-Language": "en"}) as page:
        home = until(lambda: page.get("/"), 'href="/case/')
        case = page.get(re.findall(r'href="(/case/[^"]+)"', home)[0]).text
        assert re.search("Why it is here</b> .* opened (a case|one)", case)
        post_a_report(page.get("/now").text, door[0])
        found = until(lambda: page.get("/report?q=web/1", follow_redirects=True), "青石小区门口的路灯不亮")
        assert "web/1" in found
    children = psutil.Process(running.pid).children(recursive=True)
    assert len(children) == 2 * 6  # a keeper each for the broker, intake, casework, sink, console and door
    running.send_signal(signal.SIGINT)
    assert "nothing is left running" in running.stdout.read()
    assert running.wait(PATIENCE_S) == 0
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def says_what_the_list_says(addresses: dict[str, str]) -> None:
    """Every program is ready, and exports the metrics of the list that are its own."""
    assert addresses.keys() == PORTS.keys()
    for program, address in addresses.items():
        exported = until(partial(httpx.get, address), "jiesu_ready 1.0")
        own = {metric.name for metric in metrics() if program in metric.programs}
        assert set(re.findall(r"^# HELP (jiesu_\w+)", exported, re.MULTILINE)) == own, program


def until(ask: Callable[[], httpx.Response], word: str) -> str:
    """The page as soon as it says that word."""
    deadline = time.monotonic() + PATIENCE_S
    while word not in (text := ask().text):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return text


def post_a_report(now: str, door: str) -> None:
    said = {"channel": "web", "channel_ref": "1", "text": "青石小区门口的路灯不亮"}
    answer = httpx.post(door, json={**said, "occurred_at": now, "received_at": now})
    assert answer.json()["taken"] == 1


@pytest.mark.feature("replay.files")
def test_without_java_the_same_rules_run_without_a_broker(tmp_path: Path, environment: dict[str, str]) -> None:
    data = tmp_path / "demo"
    done = run({**environment, "PATH": str(tmp_path)}, data, "5s")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Java is missing" in done.stdout
    assert "Self-check passed" in done.stdout
    assert counted(data, "SELECT count() FROM reports") == [reports_in_truth(data)]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(SetupError, match="something that no demo made"), fresh_folder(tmp_path):
        pass
    assert (tmp_path / "thesis.txt").exists()


def test_an_earlier_demo_is_wiped_and_a_running_one_is_not(tmp_path: Path) -> None:
    with fresh_folder(tmp_path / "demo") as data:
        (data / "tables").mkdir()
        (data / "notes.txt").touch()
        with pytest.raises(SetupError, match="a demo runs on"), fresh_folder(data):
            pass
        assert (data / "tables").exists()
    with fresh_folder(data):
        assert len(list(data.iterdir())) == 1


@pytest.mark.parametrize(("text", "seconds"), [("60s", 60), ("90", 90), ("1.5m", 90), ("1h", 3600)])
def test_times_as_people_write_them(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "0s", "-5s", "5 weeks"])
def test_times_that_nobody_can_read(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="write a time such as"):
        duration(text)
