"""What comes in one batch from Kafka."""

from contextlib import closing
from itertools import chain

import orjson
import pytest

from deploy.admin import create_topics
from sinks.source import FactSource
from tests.sinks.facts import report
from tests.sinks.test_program import publish
from topics.cluster import Cluster
from topics.errors import Unavailable
from topics.facts import Told

REPORTS = 1_200
"""More than one poll gives."""


class Faltering(FactSource):
    """One whose Kafka goes away once, after it has given something."""

    faltered = False

    def _gather(self, wait_ms: int) -> bool:
        if self._gathered and not self.faltered:
            self.faltered = True
            raise Unavailable("Kafka is away")
        return super()._gather(wait_ms)


@pytest.fixture
def filled(broker: Cluster, site: str) -> str:
    create_topics(broker, site, 1, 2)
    publish(broker, site, [report(n) for n in range(REPORTS)])
    return site


def references(batch: list[Told]) -> list[str]:
    return [name for told in batch for name in orjson.loads(told.value)["channel_ref"]]


def until_all(source: FactSource) -> list[list[str]]:
    batches: list[list[str]] = []
    while sum(map(len, batches)) < REPORTS:
        try:
            batches += [batch] if (batch := references(source.poll())) else []
        except Unavailable:
            continue
    return batches


@pytest.mark.parametrize(("most", "fewest"), [(1 << 30, 1), (1, 3)])
def test_batches_end_at_their_bytes(broker: Cluster, filled: str, most: int, fewest: int) -> None:
    with closing(FactSource(broker, filled, "sink", most)) as source:
        got = until_all(source)
    assert len(got) >= fewest
    assert sorted(map(int, chain(*got))) == list(range(REPORTS))


def test_what_was_gathered_when_kafka_went_away_is_not_lost(broker: Cluster, filled: str) -> None:
    with closing(Faltering(broker, filled, "sink", 1 << 30)) as source:
        got = until_all(source)
        assert source.faltered
    assert sorted(map(int, chain(*got))) == list(range(REPORTS))
