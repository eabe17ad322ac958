"""ClickHouse away under load: the log holds, deadlines fire, and what was missed is made good."""

from pathlib import Path

import pytest

from deploy.broker.jars import default_cache
from tests.chaos.away import go_away
from tests.sinks.wire import packages
from tests.sinks.wire.node import Node

pytestmark = [pytest.mark.chaos, pytest.mark.kafka]


@pytest.mark.deep
@pytest.mark.parametrize("minutes", [0.15, 5.0])
def test_clickhouse_away(tmp_path: Path, kafka_jars: Path, clickhouse: Node, minutes: float) -> None:
    told = go_away(tmp_path, kafka_jars, packages.prepare(default_cache()), minutes, 40, print)
    assert told.good, told
    assert told.lag_max > 100, "the sink was not kept waiting"
    first, most, _ = told.memory_mib["sink-0"]
    assert most < first * 1.5, "the sink keeps what it cannot load"
