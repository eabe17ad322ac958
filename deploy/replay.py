"""The local fold into the embedded ClickHouse: files by event time, or the inbox of a run."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import orjson

from deploy.errors import SetupError
from deploy.inbox_export import DeadLine, InboxLine, read_export
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.warehouse import Warehouse
from streams.app import new_books
from streams.channels.order import Message, messages
from streams.channels.verbatim import Form
from streams.domain.intake import Doors, RawRecord
from streams.processors.local import LocalStream, refold
from streams.processors.work import Taken
from streams.runtime.clock import from_millis
from topics.facts import DeadLetter, Fact
from topics.model import EARLIEST, Source
from topics.policy import Policy

STRETCH = 5_000
ASSIGNMENTS = """SELECT channel_ref, case_id FROM members JOIN reports USING (scope, report_id)
    ORDER BY received_at, channel_ref"""
T = TypeVar("T")
Advance = Callable[[int], None]


class Replayed(NamedTuple):
    """How many records went in, and how many facts came out."""

    records: int
    facts: int


def replay_files(
    paths: Iterable[Path],
    form: Form,
    policy: Policy,
    key: bytes,
    warehouse: Warehouse,
    advance: Advance,
    merge: bool = True,
) -> Replayed:
    """Fold the rows of files in event time. `key` hashes reporters; `advance` hears of records done.

    Without `merge` each report is a case of its own.
    """
    return replay_messages(messages(paths, form), policy, key, warehouse, advance, merge)


def replay_messages(
    told: Sequence[Message], policy: Policy, key: bytes, warehouse: Warehouse, advance: Advance, merge: bool = True
) -> Replayed:
    """Fold messages, of one channel or of many, that stand in event-time order."""
    if not told:
        raise SetupError("the files have no rows: nothing to replay")
    start = max(told[0].at - timedelta(seconds=1), EARLIEST)
    stream = LocalStream(policy, start, Doors.of(policy.scopes, key), new_books(merge))
    loader = Loader(warehouse)
    facts = 0
    for stretch in stretches(raw_records(told), STRETCH):
        facts += loader.load_facts(stream.fold(stretch)).total()
        advance(len(stretch))
    return Replayed(len(told), facts)


def raw_records(told: Iterable[Message]) -> Iterator[RawRecord]:
    """Messages with the coordinates that they would have on raw topics of one partition."""
    offsets: dict[str, Iterator[int]] = {}
    for message in told:
        offset = next(offsets.setdefault(message.topic, count()))
        yield RawRecord(Source(topic=message.topic, partition=0, offset=offset), message.value, message.at)


def replay_inbox(export: Path, warehouse: Warehouse, advance: Advance) -> Replayed:
    """Fold an exported inbox again, and copy intake's dead letters as they are: the oracle of that run."""
    lines = list(read_export(export))
    inbox = [_taken(line) for line in lines if isinstance(line, InboxLine)]
    dead: list[Fact] = [DeadLetter.from_bytes(line.value) for line in lines if isinstance(line, DeadLine)]
    loader = Loader(warehouse)
    facts = loader.load_facts(dead).total()
    for some in refold(inbox, new_books()):
        loaded = loader.load_facts(some).total()
        advance(loaded)
        facts += loaded
    return Replayed(len(lines), facts)


def write_assignments(warehouse: Warehouse, out: Path) -> int:
    """report_id (the channel's reference) and case_id of every report, as CSV. Returns the rows."""
    rows = orjson.loads(warehouse.query(ASSIGNMENTS, "JSONCompact"))["data"]
    with out.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["report_id", "case_id"], *rows])
    return len(rows)


def stretches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items, in order."""
    rest = iter(items)
    while stretch := list(islice(rest, size)):
        yield stretch


def _taken(line: InboxLine) -> Taken:
    return Taken("inbox", line.partition, line.offset, from_millis(line.appended_at), None, line.value)
