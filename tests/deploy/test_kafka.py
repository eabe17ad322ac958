import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import psutil
import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from deploy.broker import jars
from deploy.broker.node import kept_ports, wait_until_free
from deploy.errors import SetupError
from deploy.kafka import EmbeddedKafka, cluster_or_embedded
from topics.cluster import Cluster

TOPIC = "kept"


@pytest.fixture(scope="session")
def kafka_jars() -> Path:
    if lack := jars.missing():
        pytest.skip(f"not run: {lack}")
    return jars.prepare(jars.default_cache(), print)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, kafka_jars: Path) -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka(tmp_path_factory.mktemp("node"), kafka_jars) as node:
        yield node


@pytest.fixture
def embedded(node: EmbeddedKafka) -> EmbeddedKafka:
    node.start()
    return node


def make_topic(bootstrap: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics({TOPIC: {"num_partitions": 1}}, wait_for_metadata=True)
    admin.close()


def produce(bootstrap: str, values: list[bytes]) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    for value in values:
        producer.send(TOPIC, value)
    producer.flush()
    producer.close()


def consume(bootstrap: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=20_000)
    consumer.assign([TopicPartition(TOPIC, 0)])
    values = [record.value for record in islice(consumer, count)]
    consumer.close()
    return values


def eventually(true: Callable[[], bool], within_s: float = 20.0) -> bool:
    deadline = time.monotonic() + within_s
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_what_was_acknowledged_outlives_kill_9_on_the_same_port(embedded: EmbeddedKafka) -> None:
    first = embedded.bootstrap
    make_topic(first)
    produce(first, [b"1", b"2", b"3"])
    embedded.kill()
    assert not embedded.running
    assert embedded.start() == first
    produce(first, [b"4"])
    assert consume(first, 4) == [b"1", b"2", b"3", b"4"]


def test_a_stopped_broker_is_gone_and_starts_again_quickly(embedded: EmbeddedKafka, kafka_jars: Path) -> None:
    first, pid = embedded.bootstrap, embedded.pid
    embedded.stop()
    embedded.stop()
    assert not psutil.pid_exists(pid)
    assert kafka_jars.with_name(f"{kafka_jars.name}.jsa").exists()
    began = time.monotonic()
    assert embedded.start() == first
    sys.stdout.write(f"second start of Kafka: {time.monotonic() - began:.1f} s\n")
    assert embedded.pid != pid
    assert "Kafka Server started" in embedded.log.read_text()


def test_starting_twice_is_starting_once(embedded: EmbeddedKafka) -> None:
    pid = embedded.pid
    assert embedded.start() == embedded.bootstrap
    assert embedded.pid == pid


def test_no_orphan_when_the_parent_is_killed(tmp_path: Path, kafka_jars: Path) -> None:
    parent_source = """
        import sys, time
        from pathlib import Path
        from deploy.kafka import EmbeddedKafka
        broker = EmbeddedKafka(Path(sys.argv[1]), Path(sys.argv[2]))
        broker.start()
        print(broker.pid, flush=True)
        sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(parent_source), str(tmp_path), str(kafka_jars)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        broker = psutil.Process(int(parent.stdout.readline()))
        assert "kafka.Kafka" in broker.cmdline()
        keeper = broker.parent()
        assert keeper
        os.kill(parent.pid, signal.SIGKILL)
    assert eventually(lambda: not broker.is_running())
    assert eventually(lambda: not keeper.is_running())


def test_a_broker_that_cannot_start_shows_its_log(tmp_path: Path, kafka_jars: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "meta.properties").write_text("version=1\nnode.id=77\ncluster.id=other\n")
    broker = EmbeddedKafka(tmp_path, kafka_jars)
    with pytest.raises(SetupError, match=r"(?s)did not start.*broker\.log.*77"):
        broker.start()
    assert not broker.running


def test_a_taken_port_says_what_to_do(tmp_path: Path) -> None:
    ports = kept_ports(tmp_path)
    assert kept_ports(tmp_path) == ports
    with socket.create_server(("127.0.0.1", ports.clients)), pytest.raises(SetupError, match=r"delete .*ports\.json"):
        wait_until_free(ports, tmp_path, patience_s=0)
    wait_until_free(ports, tmp_path, patience_s=0)


def test_another_kafka_is_used_as_it_is(broker: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_KAFKA", broker.bootstrap)
    with cluster_or_embedded(tmp_path / "unused", print) as cluster:
        assert cluster == broker
    assert not (tmp_path / "unused").exists()
