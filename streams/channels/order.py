"""A file as messages in event-time order: what `feed` publishes and the local replay reads, byte for byte the same."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import xxhash
from pydantic_core import PydanticSerializationError

from streams.channels.convert import Draft, action_drafts, checked, report_draft
from streams.channels.mapping import ChannelMapping
from streams.channels.readers import FileFormatError, Row, read_rows
from topics.errors import BadMessage
from topics.model import EARLIEST
from topics.raw import RawAction, RawReport
from topics.reasons import Reason

MAX_BYTES = 900_000
"""The most that one message may have: below Kafka's usual limit of a megabyte."""


class Message(NamedTuple):
    """One record of a raw topic, before it has coordinates; `at` is its event time.

    `number` names it within its topic and follows from its row alone: a report's is its row (of all the files, from
    0); an action's is row x actions of the mapping + its place among them.
    """

    at: datetime
    topic: str
    number: int
    key: bytes
    value: bytes


def messages(paths: Iterable[Path], mapping: ChannelMapping) -> list[Message]:
    """Every row's report and actions by event time: reports by `received_at`, actions by `occurred_at`.

    At one moment reports come before actions, then the order of the rows holds. A row that the mapping cannot turn
    into a valid message is not left out: it goes as far as it was read, at the time of the row before it, and intake
    makes it a dead letter with its reason. Everything is held in memory, about 2 KB a row.
    Raises FileFormatError, OSError.
    """
    rows = chain.from_iterable(read_rows(path, mapping) for path in paths)
    told = list(_told(rows, mapping))
    return sorted(told, key=lambda m: (m.at, m.topic == RawAction.TOPIC, m.number))


def digest(path: Path, mapping: ChannelMapping) -> str:
    """Names what is fed: the bytes of the file and the mapping that reads it, as 32 hexadecimal digits."""
    state = xxhash.xxh3_128(mapping.model_dump_json(exclude={"description"}).encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.hexdigest()


def _told(rows: Iterable[Row], mapping: ChannelMapping) -> Iterator[Message]:
    at = EARLIEST
    for number, row in enumerate(rows):
        for message in _of_row(number, row, mapping, at):
            if message.topic == RawReport.TOPIC:
                at = message.at
            if len(message.value) > MAX_BYTES:
                size = f"{len(message.value):,} bytes, more than the {MAX_BYTES:,} that a message may have"
                raise FileFormatError(f"row {number + 1} makes {size}: shorten it or take it out")
            yield message


def _of_row(number: int, row: Row, mapping: ChannelMapping, before: datetime) -> Iterator[Message]:
    if isinstance(row, str):
        key = f"{mapping.channel}/row {number}"
        yield Message(before, RawReport.TOPIC, number, key.encode(), _as_written(row))
        return
    report = _report(number, report_draft(row, mapping), before)
    yield report
    for index, draft in action_drafts(row, mapping):
        yield _action(number * len(mapping.actions) + index, draft, report)


def _report(number: int, draft: Draft, before: datetime) -> Message:
    try:
        report = checked(RawReport, draft)
        value = _encoded(report)
    except BadMessage:
        key = f"{draft['channel']}/{draft.get('channel_ref', f'row {number}')}"
        return Message(before, RawReport.TOPIC, number, _as_written(key), _unchecked(draft))
    return Message(report.received_at, RawReport.TOPIC, number, report.key.encode(), value)


def _action(number: int, draft: Draft, report: Message) -> Message:
    try:
        action = checked(RawAction, draft)
        value = _encoded(action)
    except BadMessage:
        return Message(report.at, RawAction.TOPIC, number, report.key, _unchecked(draft))
    return Message(action.occurred_at, RawAction.TOPIC, number, action.key.encode(), value)


def _encoded(message: RawReport | RawAction) -> bytes:
    try:
        return message.to_bytes()
    except PydanticSerializationError as error:
        raise BadMessage(Reason.WRONG_ENCODING, "The row has bytes that the file's encoding does not know.") from error


def _unchecked(draft: Draft) -> bytes:
    return _as_written(json.dumps(draft, ensure_ascii=False, default=str))


def _as_written(text: str) -> bytes:
    """The text's bytes; those that the file's encoding did not know come out as they went in."""
    return text.encode("utf-8", "surrogateescape")
