"""A worker that came before its topics."""

import os
import time
from pathlib import Path

import pytest
from aiokafka.cluster import ClusterMetadata
from aiokafka.coordinator.protocol import ConsumerProtocolMemberMetadata

from deploy.admin import create_topics
from streams.runtime.assignor import WatchfulAssignor
from tests.chaos.programs import Program
from tests.chaos.town import CLI
from topics.cluster import Cluster


def test_topics_of_which_the_cluster_knows_nothing_are_missing() -> None:
    assignor = WatchfulAssignor()
    members = {"one": ConsumerProtocolMemberMetadata(0, ["a", "b"], b"")}
    assert not assignor.assign(ClusterMetadata(), members)["one"].assignment
    assert assignor.missing == {"a", "b"}


@pytest.mark.kafka
def test_a_worker_that_came_before_its_topics_begins_when_they_are_there(
    broker: Cluster, site: str, tmp_path: Path
) -> None:
    env = {**os.environ, "JIESU_KAFKA": broker.bootstrap, "JIESU_SITE": site, "JIESU_SCRATCH": str(tmp_path)}
    worker = Program("casework", (*CLI, "run", "casework"), {**env, "JIESU_METRICS_PORT": "0"}, tmp_path / "log")
    worker.start()
    try:
        until(worker, "no partitions yet")
        create_topics(broker, site, 1, 1)
        until(worker, "ready at offset 0")
    finally:
        worker.stop()


def until(worker: Program, said: str) -> None:
    deadline = time.monotonic() + 60
    while said not in worker.log.read_text(errors="replace"):
        assert worker.alive, worker.tail()
        assert time.monotonic() < deadline, worker.tail()
        time.sleep(0.1)
