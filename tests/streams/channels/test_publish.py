"""The feed on a real Kafka."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from deploy.admin import create_topics
from streams.channels.mapping import load_mapping
from streams.channels.order import digest, messages
from streams.channels.pace import Rate
from streams.channels.publish import Fed, feed
from tests.streams.channels.reading_back import committed
from topics.cluster import Cluster

REPOSITORY = Path(__file__).parents[3]
ROWS = 3_000
PARTITIONS = 3
# what a person would run; the test kills it
PROGRAM = """
import sys
from pathlib import Path
from streams.channels.mapping import load_mapping
from streams.channels.pace import Rate
from streams.channels.publish import feed
from topics.cluster import Cluster

bootstrap, site, path = sys.argv[1:]
feed(Cluster(bootstrap=bootstrap), site, Path(path), load_mapping("zh-replied"), Rate(3000, 100),
     progress=lambda done, total: print(done, flush=True))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Replied complaints, three in four with a reply, and one row in a thousand without a readable time."""
    path = tmp_path / "replied.csv"
    rows = [
        f"{n},{'soon' if n % 1000 == 999 else f'2020-01-{n % 28 + 1:02} 08:00:00'},u{n},路灯不亮,第{n}盏,好的,"
        f"{'' if n % 4 == 0 else f'2020-02-{n % 28 + 1:02} 09:00:00'}"
        for n in range(ROWS)
    ]
    path.write_text("id,time,user,title,text,reply,reply_time\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def _expected(file: Path, topic: str) -> Counter[tuple[bytes, bytes]]:
    return Counter((m.key, m.value) for m in messages([file], load_mapping("zh-replied")) if m.topic == topic)


def _assert_all_there_once(broker: Cluster, site: str, file: Path) -> None:
    assert Counter(committed(broker, site, "reports.raw")) == _expected(file, "reports.raw")
    assert Counter(committed(broker, site, "actions.raw")) == _expected(file, "actions.raw")


def test_a_file_is_published_once_however_often_it_is_fed(broker: Cluster, site: str, file: Path) -> None:
    create_topics(broker, site, PARTITIONS, 1)
    heard: list[tuple[int, int]] = []
    total = ROWS + ROWS * 3 // 4

    first = feed(broker, site, file, load_mapping("zh-replied"), progress=lambda d, t: heard.append((d, t)))
    second = feed(broker, site, file, load_mapping("zh-replied"))

    assert first == Fed(total, 0)
    assert second == Fed(0, total)
    assert heard[0] == (0, total)
    assert heard[-1] == (total, total)
    _assert_all_there_once(broker, site, file)


@pytest.mark.feature("running.feed")
def test_killed_and_run_again_publishes_nothing_twice_and_leaves_nothing_out(
    broker: Cluster, site: str, file: Path
) -> None:
    create_topics(broker, site, PARTITIONS, 1)
    total = ROWS + ROWS * 3 // 4
    reached = 0
    for _ in range(3):
        reached = _feed_and_kill(broker, site, file, reached + 1)

    last = feed(broker, site, file, load_mapping("zh-replied"))

    assert 0 < reached < total
    assert last.already >= reached
    assert last.published + last.already == total
    _assert_all_there_once(broker, site, file)


def _started(broker: Cluster, site: str, file: Path) -> "subprocess.Popen[str]":
    """The feed in a process of its own, telling on standard output what it has committed."""
    command = [sys.executable, "-c", PROGRAM, broker.bootstrap, site, str(file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)


def _wait_beyond(process: "subprocess.Popen[str]", number: int) -> int:
    assert process.stdout is not None
    reached = 0
    while reached <= number:
        reached = int(process.stdout.readline())
    return reached


def _feed_and_kill(broker: Cluster, site: str, file: Path, beyond: int) -> int:
    """kill -9 of a feed once it has committed more than `beyond`; how far it had come."""
    with _started(broker, site, file) as process:
        reached = _wait_beyond(process, beyond)
        process.send_signal(signal.SIGKILL)
    return reached


def test_a_feed_that_was_stopped_is_fenced_and_adds_nothing(broker: Cluster, site: str, file: Path) -> None:
    create_topics(broker, site, PARTITIONS, 1)
    with _started(broker, site, file) as process:
        _wait_beyond(process, 0)
        process.send_signal(signal.SIGSTOP)
        feed(broker, site, file, load_mapping("zh-replied"))
        process.send_signal(signal.SIGCONT)
        assert process.wait(timeout=60) == 0
    _assert_all_there_once(broker, site, file)


def test_the_rate_holds(broker: Cluster, site: str, tmp_path: Path) -> None:
    create_topics(broker, site, PARTITIONS, 1)
    path = tmp_path / "few.csv"
    path.write_text("id,time,user,title,text\n" + "".join(f"{n},2020-01-01 08:00:00,u,t,x\n" for n in range(60)))
    begun = time.monotonic()

    feed(broker, site, path, load_mapping("zh-board"), Rate(30, 500))

    assert time.monotonic() - begun >= 1.9
    assert len(committed(broker, site, "reports.raw")) == 60


def test_another_file_or_mapping_is_another_feed(file: Path, tmp_path: Path) -> None:
    mapping = load_mapping("zh-replied")
    other = tmp_path / "other.csv"
    other.write_bytes(file.read_bytes() + b"\n")

    assert digest(file, mapping) == digest(file, mapping)
    assert digest(file, mapping) != digest(other, mapping)
    assert digest(file, mapping) != digest(file, load_mapping("zh-board"))
    assert digest(file, mapping) == digest(file, mapping.model_copy(update={"description": "in other words"}))
