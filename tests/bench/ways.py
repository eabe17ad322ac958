"""What the way in and out of every process costs: microseconds of processor time for each record.

    python -m tests.bench.ways [RECORDS]

Texts are seeded, of the real data's lengths (median 203 characters, p99 2,329). The best of some rounds is
told, since a shared machine only ever adds. `transaction` is one record by itself. Prints one JSON object last.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psutil
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.admin import create_topics
from deploy.broker.jars import default_cache, prepare
from deploy.kafka import EmbeddedKafka
from streams.domain.intake import Door, Doors
from streams.processors.casework import decode
from streams.processors.intake import Intake
from streams.processors.work import Outgoing, Taken
from streams.runtime.cycles import look_rarely_for_cycles
from streams.runtime.publisher import TransactionalPublisher
from streams.runtime.records import leave_as_read, taken
from topics.catalog import full_name
from topics.cluster import Cluster

SITE = "ways"
BATCH = 5_000
ROUNDS = 5
SINGLES = 50
MEDIAN, SPREAD = 203, 1.05
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PHRASES = (
    "路灯不亮，",
    "小区门口道路积水",
    "夜间施工噪音扰民。",
    "垃圾没有清运，",
    "12栋电梯故障",
    "请相关部门处理。",
    "2019年",
)
MEMORY = b'{"kind":"member","scope":"east","stamp":{"offset":123456,"index":7},"numbers":"%064x"}'


def main(records: int) -> None:
    """Measure every way, one after another."""
    look_rarely_for_cycles()
    random = Random(1)
    doors = Doors({"hotline": Door("east", 0)}, b"a bench has no secret")
    reports = [_raw("reports.raw", n, report(random, n)) for n in range(records)]
    actions = [_raw("actions.raw", n, action(n)) for n in range(records)]
    inbox = list(Intake(doors).decide(reports))
    heard = [Taken("inbox", 0, n, AT, one.key, one.value) for n, one in enumerate(inbox)]
    figures: dict[str, object] = {
        "records": records,
        "bytes_of_a_report": round(sum(len(one.value or b"") for one in reports) / records),
        "intake_report": _best(lambda: Intake(doors).decide(reports), records),
        "intake_action": _best(lambda: Intake(doors).decide(actions), records),
        "casework_decode": _best(lambda: [decode(one) for one in heard], records),
    }
    memory = [Outgoing("members", 0, b"%032x" % n, MEMORY % n) for n in range(records)]
    with (
        tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder,
        EmbeddedKafka(Path(folder), prepare(default_cache(), print)) as kafka,
    ):
        create_topics(kafka.cluster, SITE, 1, 1)
        figures |= asyncio.run(_with_kafka(kafka, inbox, memory))
    print(json.dumps(figures))  # noqa: T201 - the figures are the result


def report(random: Random, number: int) -> dict[str, object]:
    """A raw report whose text is as long as a real one."""
    length = min(20_000, 1 + int(random.lognormvariate(0, SPREAD) * MEDIAN))
    return {
        "channel": "hotline",
        "channel_ref": f"R-{number}",
        "occurred_at": "2026-03-02T08:30:00+08:00",
        "received_at": "2026-03-02T09:00:00+08:00",
        "title": _text(random, 16),
        "text": _text(random, length),
        "place": {"address": f"滨河路{number}号", "region": "A1区"},
        "category": "路灯",
        "reporter": f"person {number}",
    }


def _text(random: Random, length: int) -> str:
    return "".join(random.choices(PHRASES, k=length // 2))[:length]


def action(number: int) -> dict[str, object]:
    """A raw action."""
    at = "2026-03-02T10:00:00+08:00"
    target = {"channel": "hotline", "channel_ref": f"R-{number}"}
    return {"action": "resolve", "occurred_at": at, **target, "unit": "市政", "actor": "李四", "note": "已修好"}


def _raw(topic: str, number: int, message: dict[str, object]) -> Taken:
    return Taken(topic, 0, number, AT, b"", json.dumps(message, ensure_ascii=False).encode())


async def _with_kafka(kafka: EmbeddedKafka, inbox: Sequence[Outgoing], memory: Sequence[Outgoing]) -> dict[str, object]:
    source = TopicPartition(full_name(SITE, "reports.raw"), 0)
    publisher = TransactionalPublisher(kafka.cluster, SITE, full_name(SITE, "intake"), source)
    await publisher.start()

    async def publish(records: Sequence[Outgoing], size: int) -> None:
        for begin in range(0, len(records), size):
            await publisher.publish(records[begin : begin + size], begin)

    ways = {
        "publish_inbox": (lambda: publish(inbox, BATCH), len(inbox)),
        "publish_memory": (lambda: publish(memory, BATCH), len(memory)),
        "transaction": (lambda: publish(memory[:SINGLES], 1), SINGLES),
        "read_inbox": (lambda: _read(kafka.cluster, len(inbox)), len(inbox)),
    }
    found = {name: await _best_with_broker(kafka.pid, work, records) for name, (work, records) in ways.items()}
    await publisher.stop()
    return dict(found)


async def _read(cluster: Cluster, records: int) -> None:
    options: dict[str, Any] = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}
    consumer = AIOKafkaConsumer(**cluster.client(), **options, max_partition_fetch_bytes=8 << 20)
    await consumer.start()
    source, seen = TopicPartition(full_name(SITE, "inbox"), 0), 0
    consumer.assign([source])
    while seen < records:
        leave_as_read(consumer._fetcher)
        fetched = await consumer.getmany(source, timeout_ms=100, max_records=BATCH)
        seen += sum(len(taken("inbox", 0, some)) for some in fetched.values())
    await consumer.stop()


def _best(work: Callable[[], object], records: int) -> float:
    """Microseconds for each record in the best round."""
    found = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return round(min(found) * 1e6 / records, 2)


async def _best_with_broker(pid: int, work: Callable[[], Awaitable[None]], records: int) -> dict[str, float]:
    """Microseconds for each record, ours and the broker's, in the best round of each."""
    ours, brokers = [], []
    for _ in range(ROUNDS):
        begun, broker = time.process_time(), _seconds(pid)
        await work()
        ours.append(time.process_time() - begun)
        brokers.append(_seconds(pid) - broker)
    return {"ours": round(min(ours) * 1e6 / records, 2), "broker": round(min(brokers) * 1e6 / records, 2)}


def _seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
