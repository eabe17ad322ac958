"""The sink program against a real Kafka and a real ClickHouse."""

import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from deploy.admin import create_topics
from sinks.clickhouse.ask import ask
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.folder import read_sign
from sinks.clickhouse.tables import TABLES
from tests.sinks.facts import everything, report, told
from tests.sinks.processes import hear, kill, start
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.facts import Fact

COUNTS = " UNION ALL ".join(f"SELECT '{table.name}', count() FROM {table.name}" for table in TABLES)
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def topics(broker: Cluster, site: str) -> str:
    create_topics(broker, site, 1, 2)
    return site


@pytest.fixture
def child() -> Iterator[Start]:
    """Starts children that do not outlive the test."""
    with ExitStack() as stack:

        def started(name: str, *arguments: object) -> subprocess.Popen[str]:
            child = start(name, *arguments)
            stack.callback(last_words, child)
            return child

        yield started


def last_words(child: subprocess.Popen[str]) -> None:
    """Kill it, and show what it said: pytest prints that for a test that failed."""
    running = child.poll() is None
    kill(child)
    assert child.stdout is not None
    print(f"{child.args!r}, {'running' if running else child.returncode}:\n{child.stdout.read()}")  # noqa: T201


def publish(broker: Cluster, site: str, facts: Iterable[Fact], commit: bool = True) -> None:
    """Facts on partitions by their number, in one transaction, committed or aborted."""
    with closing(KafkaProducer(**broker.client(), transactional_id=f"{site}.test")) as producer:
        producer.init_transactions()
        producer.begin_transaction()
        for n, (topic, name, value) in enumerate(told(*facts)):
            producer.send(full_name(site, topic), value, name, partition=n % 2)
        producer.commit_transaction() if commit else producer.abort_transaction()


def committed(broker: Cluster, site: str) -> int:
    """How many records the group has behind it, all topics together (offsets count transaction markers too)."""
    with closing(KafkaAdminClient(**broker.client())) as admin:
        group = full_name(site, "sink")
        return sum(offset.offset for offset in admin.list_group_offsets(group)[group].values())


def soon(assertion: Callable[[], None], patience_s: float = 60) -> None:
    """Ask until it holds."""
    again = retry_if_exception_type(AssertionError)
    Retrying(retry=again, wait=wait_fixed(0.2), stop=stop_after_delay(patience_s), reraise=True)(assertion)


def counts(folder: Path) -> dict[str, int]:
    lines = ask(folder, COUNTS, "TSV").splitlines()
    return {name: int(count) for name, count in (line.split("\t") for line in lines)}


def everywhere(rows: int) -> dict[str, int]:
    return {table.name: rows for table in TABLES}


def holds(folder: Path, rows: int) -> Callable[[], None]:
    def check() -> None:
        assert (folder / "sql.json").exists()
        assert counts(folder) == everywhere(rows)

    return check


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """No batch can be written into the folder: a folder stands where its file should."""
    (folder / "insert.json").unlink(missing_ok=True)
    (folder / "insert.json").mkdir()
    yield
    (folder / "insert.json").rmdir()


def end(sink: subprocess.Popen[str]) -> None:
    sink.send_signal(signal.SIGTERM)
    assert sink.wait(30) == 0


def test_committed_facts_become_rows_and_aborted_ones_do_not(
    broker: Cluster, topics: str, tmp_path: Path, child: Start
) -> None:
    publish(broker, topics, [fact for n in range(40) for fact in everything(n)])
    publish(broker, topics, [report(n) for n in range(900, 910)], commit=False)
    sink = child("sinking", tmp_path, broker, topics)
    soon(holds(tmp_path, 40))
    publish(broker, topics, [fact for n in range(30, 60) for fact in everything(n)])
    soon(holds(tmp_path, 60))
    end(sink)
    assert read_sign(tmp_path) is None
    assert committed(broker, topics) >= 70 * len(TABLES)
    sink = child("sinking", tmp_path, broker, topics)
    soon(holds(tmp_path, 60))


def test_topics_made_after_the_sink_has_started_are_read(
    broker: Cluster, site: str, tmp_path: Path, child: Start
) -> None:
    hear(child("sinking", tmp_path, broker, site), f"waiting: there is no topic {site}.rows: make it with")
    create_topics(broker, site, 1, 2)
    publish(broker, site, everything(1))
    soon(holds(tmp_path, 1), patience_s=20)


def test_killed_between_insert_and_commit_it_reads_again_and_nothing_is_there_twice(
    broker: Cluster, topics: str, tmp_path: Path, child: Start
) -> None:
    publish(broker, topics, [fact for n in range(50) for fact in everything(n)])
    for inserts in (1, 3):
        dying = child("dying", tmp_path, broker, topics, inserts)
        hear(dying, "inserted")
        assert dying.wait(30) == -signal.SIGKILL
        assert committed(broker, topics) == 0
    assert sum(counts(tmp_path).values()) > 0
    sink = child("sinking", tmp_path, broker, topics)
    soon(holds(tmp_path, 50))
    end(sink)
    assert committed(broker, topics) >= 50 * len(TABLES)


def test_while_another_process_holds_the_folder_it_waits(
    broker: Cluster, topics: str, tmp_path: Path, child: Start
) -> None:
    publish(broker, topics, everything(1))
    with closing(EmbeddedWarehouse(tmp_path)):
        sink = child("sinking", tmp_path, broker, topics)
        hear(sink, "waiting: ")
    soon(holds(tmp_path, 1))
    end(sink)


def test_while_the_folder_cannot_be_written_it_waits_and_commits_nothing(
    broker: Cluster, topics: str, tmp_path: Path, child: Start
) -> None:
    sink = child("sinking", tmp_path, broker, topics)
    soon(holds(tmp_path, 0))
    with unwritable(tmp_path):
        publish(broker, topics, everything(1))
        hear(sink, "waiting: the data folder cannot be written")
        assert committed(broker, topics) == 0
        assert counts(tmp_path) == everywhere(0)
    soon(holds(tmp_path, 1))
    end(sink)
    assert committed(broker, topics) >= len(TABLES)


def test_sigterm_ends_a_wait_for_clickhouse_uncommitted(
    broker: Cluster, topics: str, tmp_path: Path, child: Start
) -> None:
    sink = child("sinking", tmp_path, broker, topics)
    soon(holds(tmp_path, 0))
    with unwritable(tmp_path):
        publish(broker, topics, everything(1))
        hear(sink, "waiting: ")
        end(sink)
    assert committed(broker, topics) == 0


def test_sigterm_ends_a_wait_for_kafka(tmp_path: Path, child: Start) -> None:
    sink = child("sinking", tmp_path, "127.0.0.1:1", "nowhere")
    soon(holds(tmp_path, 0))
    end(sink)


def test_a_fact_that_breaks_its_contract_stops_the_sink_uncommitted(
    broker: Cluster, topics: str, tmp_path: Path, child: Start
) -> None:
    with closing(KafkaProducer(**broker.client())) as producer:
        producer.send(full_name(topics, "rows"), b'{"scope":["s"]}', b"case", partition=0).get(30)
    sink = child("sinking", tmp_path, broker, topics)
    assert sink.wait(60) == 1
    assert committed(broker, topics) == 0
    assert counts(tmp_path) == everywhere(0)
