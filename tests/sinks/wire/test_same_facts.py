"""The same facts into the embedded ClickHouse and into a server that is killed again and again: equal tables."""

import json
import time
from pathlib import Path
from random import Random

import pytest

from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.tables import TABLES
from tests.sinks.wire.node import Node
from tests.sinks.wire.town import CARELESS, Loading, Strike, publishing
from tests.sinks.wire.unlike import unlike
from topics.cluster import Cluster

UNLIKE = 15
SEED = 20261122


@pytest.fixture
def loading(broker: Cluster, site: str, tmp_path: Path, server: ServerAddress, clickhouse: Node) -> Loading:
    return Loading(broker, site, tmp_path, server, clickhouse)


@pytest.mark.deep
@pytest.mark.feature("facts.server")
@pytest.mark.parametrize(
    ("reports", "kills", "batch", "longest_s"),
    [(5_000, 2, 10_000, 0.2), (100_000, 5, 1_000_000, 5.0)],
)
def test_equal_with_the_server_killed(
    loading: Loading,
    broker: Cluster,
    site: str,
    tmp_path: Path,
    server: ServerAddress,
    reports: int,
    kills: int,
    batch: int,
    longest_s: float,
) -> None:
    began = time.monotonic()
    facts = sum(publishing(broker, site, tmp_path / "load", reports))
    draw, published = Random(SEED), time.monotonic()
    with (
        loading.sink("embedded", loading.folder, 10_000_000) as embedded,
        loading.sink("server", loading.url, batch) as sink,
    ):
        strikes = [loading.strike(sink, draw, longest_s, both=kill % 2 == 1) for kill in range(kills)]
        loading.drain(sink)
        loading.drain(embedded)
    loaded = time.monotonic()
    compared = loading.compared()
    seconds = {"publishing": published - began, "loading": loaded - published, "comparing": time.monotonic() - loaded}
    report(reports, facts, strikes, seconds)
    assert compared.returncode == 0, compared.stdout + compared.stderr
    assert compared.stdout.count(" equal ") == len(TABLES)
    assert (sums := unlike(loading.folder, server)) == unlike(server, loading.folder)
    assert len(sums) == UNLIKE
    assert all(one.behind for one in strikes), "the load ended before the last kill"
    assert all(one.half_written for one in strikes), "no row was on its way at a kill"


def test_a_sink_that_commits_first_is_seen(loading: Loading, broker: Cluster, site: str, tmp_path: Path) -> None:
    """The test above can fail: with offsets committed before the insert it does."""
    stretches = publishing(broker, site, tmp_path / "load", 500)
    assert next(stretches)
    with (
        loading.sink("embedded", loading.folder, 10_000_000) as embedded,
        loading.sink("careless", loading.url, 50_000, CARELESS) as sink,
    ):
        loading.caught_up(sink)
        with loading.away(sink, both=True):
            assert sum(stretches)
        loading.drain(embedded)
        loading.drain(sink)
    compared = loading.compared()
    assert compared.returncode == 1, compared.stdout + compared.stderr
    assert " different " in compared.stdout


def report(reports: int, facts: int, strikes: list[Strike], seconds: dict[str, float]) -> None:
    told = {
        "seed": SEED,
        "reports": reports,
        "facts": facts,
        "kills": len(strikes),
        "half_written": sum(one.half_written for one in strikes),
        "glances": [one.glances for one in strikes],
        **{f"{what}_s": round(took, 1) for what, took in seconds.items()},
    }
    print("\n" + json.dumps(told))  # noqa: T201 - the figures are the result
