"""What every test may ask for, and the rule that CI skips nothing."""

import os
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from deploy.broker.jars import default_cache, missing, prepare
from deploy.kafka import cluster_or_embedded
from tests.sinks.wire.servers import clickhouse, dialect, server
from topics.cluster import Cluster

__all__ = ["clickhouse", "dialect", "server"]
_REPO = Path(__file__).parents[1]
_MARKS = {
    "clickhouse": pytest.mark.wire,
    "broker": pytest.mark.kafka,
    "kafka_jars": pytest.mark.kafka,
    "data_dir": pytest.mark.data,
}
_LONGEST = ("chaos", "kafka", "wire", "data")


def pytest_configure() -> None:
    """No program of a test answers at a port that another one wants."""
    for setting in ("JIESU_METRICS_PORT", "JIESU_HTTP_PORT", "JIESU_CONSOLE_PORT"):
        os.environ[setting] = "0"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test is a failed one."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With CI=true a skipped file is a failed one."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        why = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI=true may skip nothing: {why}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark a test by what it asks for, and let the longest files come first: no worker is left with one at the end."""
    ranks: dict[Path, int] = {}
    for item in items:
        for fixture in set(getattr(item, "fixturenames", ())) & set(_MARKS):
            item.add_marker(_MARKS[fixture])
        rank = min((_LONGEST.index(mark.name) for mark in item.iter_markers() if mark.name in _LONGEST), default=9)
        ranks[item.path] = min(ranks.get(item.path, 9), rank)
    items.sort(key=lambda item: ranks[item.path])


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A real Kafka: JIESU_KAFKA's, or one embedded for this run."""
    if not os.environ.get("JIESU_KAFKA") and (lack := missing()):
        pytest.skip(f"not run: {lack}")
    with cluster_or_embedded(tmp_path_factory.mktemp("kafka"), print) as cluster:
        yield cluster


@pytest.fixture
def site() -> str:
    """A site of this test's own: its topics are nobody else's."""
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real complaints: JIESU_DATA, by default ../shared/data beside the repository."""
    folder = Path(os.environ.get("JIESU_DATA") or _REPO.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"not run: JIESU_DATA names no folder ({folder}): set it to the folder of real complaints")
    return folder


@pytest.fixture(scope="session")
def kafka_jars() -> Path:
    """The jars of the embedded Kafka, for tests that need a broker of their own."""
    if lack := missing(default_cache()):
        pytest.skip(f"not run: {lack}")
    return prepare(default_cache(), print)
