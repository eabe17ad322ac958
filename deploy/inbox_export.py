"""The inbox of a run as one file: what `jiesu replay --inbox` folds again.

JSON Lines. An inbox record is {"topic":"inbox","partition":p,"offset":o,"appended_at":ms,"value":...}, by partition and
offset; a dead letter of intake is {"topic":"dead_letters","value":...}. The bytes of a value stand there as they are;
bytes that are not one line of JSON stand as {"raw":base64} instead.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeGuard

import orjson
from kafka import KafkaConsumer, TopicPartition
from rich.console import Console
from rich.progress import Progress

from deploy.admin import list_topics
from deploy.errors import SetupError
from topics.catalog import MESSAGE_BYTES, full_name
from topics.cluster import Cluster
from topics.facts import DeadLetter
from topics.inbox import Report

_VALUE = b',"value":'
_POLL_MS = 1_000
_POLL_RECORDS = 5_000
_SILENT_POLLS = 30


class InboxLine(NamedTuple):
    """One inbox record: `appended_at` is the broker's append time in ms since 1970 UTC, `value` its bytes."""

    partition: int
    offset: int
    appended_at: int
    value: bytes


class DeadLine(NamedTuple):
    """One dead letter of intake: the bytes of its DeadLetter."""

    value: bytes


class Exported(NamedTuple):
    """How many records went into the file."""

    inbox: int
    dead_letters: int


def export_inbox(cluster: Cluster, site: str, out: Path) -> Exported:
    """Write the committed inbox of `site`, and intake's dead letters, as they stand when this begins.

    `out` appears whole or not at all. Raises SetupError when the site has no topics, or Kafka falls silent.
    """
    inbox, dead = (_parts(cluster, site, topic) for topic in (Report.TOPIC, DeadLetter.TOPIC))
    part = out.with_name(f"{out.name}.part")
    with closing(_consumer(cluster)) as consumer, part.open("wb") as file:
        ends = consumer.end_offsets(inbox + dead)
        done = Exported(
            _write(file, map(_inbox_line, _records(consumer, inbox, ends))),
            _write(file, map(_dead_line, filter(_is_intakes, _records(consumer, dead, ends)))),
        )
        os.fsync(file.fileno())
    part.replace(out)
    return done


def read_export(path: Path) -> Iterator[InboxLine | DeadLine]:
    """The lines of an export, one after another, values as the bytes that stood in Kafka. Raises SetupError."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield _read(line)
            except (ValueError, KeyError) as error:
                raise SetupError(f"{path}, line {number} is not of an inbox export: export the inbox again") from error


def _read(line: bytes) -> InboxLine | DeadLine:
    head, _, value = line.rstrip(b"\n").partition(_VALUE)
    place = orjson.loads(head + b"}")
    value = _bytes(value.removesuffix(b"}"))
    if place.pop("topic") == DeadLetter.TOPIC:
        return DeadLine(value)
    return InboxLine(place["partition"], place["offset"], place["appended_at"], value)


def _bytes(value: bytes) -> bytes:
    said = orjson.loads(value)
    return b64decode(said["raw"]) if isinstance(said, dict) and said.keys() == {"raw"} else value


def _inbox_line(record: Any) -> bytes:
    place = {
        "topic": Report.TOPIC,
        "partition": record.partition,
        "offset": record.offset,
        "appended_at": record.timestamp,
    }
    return _line(place, record.value)


def _dead_line(record: Any) -> bytes:
    return _line({"topic": DeadLetter.TOPIC}, record.value)


def _is_intakes(record: Any) -> bool:
    return DeadLetter.from_bytes(record.value).stage == "intake"


def _line(place: dict[str, Any], value: bytes | None) -> bytes:
    said = value if _is_one_json_line(value) else orjson.dumps({"raw": b64encode(value or b"").decode()})
    return orjson.dumps(place)[:-1] + _VALUE + said + b"}\n"


def _is_one_json_line(value: bytes | None) -> TypeGuard[bytes]:
    if value is None or b"\n" in value:
        return False
    try:
        said = orjson.loads(value)
    except orjson.JSONDecodeError:
        return False
    return isinstance(said, dict) and said.keys() != {"raw"}


def _write(file: IO[bytes], lines: Iterable[bytes]) -> int:
    count = 0
    for line in lines:
        file.write(line)
        count += 1
    file.flush()
    return count


def _consumer(cluster: Cluster) -> KafkaConsumer:
    return KafkaConsumer(
        **cluster.client(),
        isolation_level="read_committed",
        enable_auto_commit=False,
        max_partition_fetch_bytes=MESSAGE_BYTES,
        max_poll_records=_POLL_RECORDS,
    )


def _parts(cluster: Cluster, site: str, topic: str) -> list[TopicPartition]:
    count = next(t.partitions for t in list_topics(cluster, site) if t.spec.name == topic)
    if not count:
        raise SetupError(f"site {site} has no topic {topic} on this Kafka: check the site's name (jiesu topics list)")
    return [TopicPartition(full_name(site, topic), p) for p in range(count)]


def _records(consumer: KafkaConsumer, parts: list[TopicPartition], ends: dict[TopicPartition, int]) -> Iterator[Any]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(parts[0].topic, total=sum(ends[p] for p in parts))
        for part in parts:
            for record in _partition(consumer, part, ends[part]):
                yield record
                progress.advance(bar)


def _partition(consumer: KafkaConsumer, part: TopicPartition, end: int) -> Iterator[Any]:
    consumer.assign([part])
    consumer.seek_to_beginning(part)
    silent = 0
    while (before := consumer.position(part)) < end:
        yield from (r for r in consumer.poll(_POLL_MS).get(part, ()) if r.offset < end)
        silent = silent + 1 if consumer.position(part) == before else 0
        if silent == _SILENT_POLLS:
            raise SetupError(f"Kafka gave nothing of {part.topic}/{part.partition} for {_SILENT_POLLS} s: is it well?")
