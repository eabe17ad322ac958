"""What the sink says of itself."""

import pytest
from prometheus_client import CollectorRegistry

from sinks.watch import Batch, Service, Watch
from topics.errors import Unavailable
from topics.facts import Told

BATCH: Batch = [Told("rows", b"case", b"{}")]


class Place:
    """Something that is asked, and may be away."""

    def __init__(self) -> None:
        self.away = False

    def answer(self, rows: object) -> dict[str, int]:
        if self.away:
            raise Unavailable("the folder cannot be written: free some space")
        return {"reports": 2, "members": 3}


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def rows(registry: CollectorRegistry, table: str) -> float | None:
    return registry.get_sample_value("jiesu_inserted_rows_total", {"table": table})


def available(registry: CollectorRegistry) -> dict[str, float | None]:
    return {one: registry.get_sample_value("jiesu_available", {"service": one}) for one in Service}


def test_what_has_not_answered_yet_is_missing(registry: CollectorRegistry) -> None:
    watch = Watch(registry)
    assert watch.ready() == [
        "clickhouse has not answered yet: see the log.",
        "kafka has not answered yet: see the log.",
    ]
    watch.asking(Service.KAFKA, lambda: None)
    watch.asking(Service.CLICKHOUSE, lambda: None)
    assert watch.ready() == []
    assert available(registry) == {"kafka": 1, "clickhouse": 1}


def test_a_load_that_fails_is_said_and_not_counted_and_the_next_is(registry: CollectorRegistry) -> None:
    watch, place = Watch(registry), Place()
    watch.asking(Service.KAFKA, lambda: None)
    place.away = True
    with pytest.raises(Unavailable):
        watch.inserting(place.answer, BATCH)
    assert watch.ready() == ["the folder cannot be written: free some space."]
    assert available(registry) == {"kafka": 1, "clickhouse": 0}
    assert rows(registry, "reports") is None
    assert registry.get_sample_value("jiesu_insert_seconds_count") == 0
    assert registry.get_sample_value("jiesu_last_insert_timestamp_seconds") == 0
    place.away = False
    watch.inserting(place.answer, BATCH)
    assert watch.ready() == []
    assert (rows(registry, "reports"), rows(registry, "members")) == (2, 3)
    assert registry.get_sample_value("jiesu_insert_seconds_count") == 1


def test_how_far_behind_it_is_stands_until_it_looks_again(registry: CollectorRegistry) -> None:
    watch = Watch(registry)
    assert watch.is_due()
    watch.looked({("rows", 0): 7, ("rows", 1): 0})
    assert not watch.is_due()
    assert registry.get_sample_value("jiesu_lag_records", {"topic": "rows", "partition": "0"}) == 7


def test_a_loop_that_does_not_turn_is_not_alive(registry: CollectorRegistry) -> None:
    assert Watch(registry).alive() == []
    (sentence,) = Watch(CollectorRegistry(), still_s=0.0).alive()
    assert sentence.endswith("start it again.")
