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
from streams.channels.readers import read_rows
from streams.channels.table import FileFormatError, Row
from streams.channels.verbatim import Form, Verbatim, lines, outside
from topics.catalog import DOCUMENT_BYTES
from topics.errors import BadMessage
from topics.model import EARLIEST
from topics.raw import RawAction, RawReport
from topics.reasons import Reason


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


def messages(paths: Iterable[Path], form: Form) -> list[Message]:
    """Every row's report and actions by event time: reports by `received_at`, actions by `occurred_at`.

    At one moment reports come before actions, then the order of the rows holds. A row that the mapping cannot turn
    into a valid message is not left out: it goes as far as it was read, at the time of the row before it, and intake
    makes it a dead letter with its reason. Everything is held in memory, about 2 KB a row.
    Raises FileFormatError, OSError.
    """
    told = list(_bounded(_told(paths, form)))
    return sorted(told, key=lambda m: (m.at, m.topic == RawAction.TOPIC, m.number))


def digest(path: Path, form: Form) -> str:
    """Names what is fed: the bytes of the file and the form that reads it, as 32 hexadecimal digits."""
    state = xxhash.xxh3_128(form.model_dump_json(exclude={"description"}).encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.hexdigest()


def _told(paths: Iterable[Path], form: Form) -> Iterator[Message]:
    at = EARLIEST
    if isinstance(form, Verbatim):
        for number, document in enumerate(chain.from_iterable(map(lines, paths))):
            yield (told := of_document(number, document, form, at))
            at = told.at
        return
    for number, row in enumerate(chain.from_iterable(read_rows(path, form) for path in paths)):
        for message in of_row(number, row, form, at):
            if message.topic == RawReport.TOPIC:
                at = message.at
            yield message


def _bounded(told: Iterable[Message]) -> Iterator[Message]:
    for message in told:
        if len(message.value) > DOCUMENT_BYTES:
            size = f"{len(message.value):,} bytes, more than the {DOCUMENT_BYTES:,} that a message may have"
            raise FileFormatError(f"message {message.number + 1} for {message.topic} has {size}: take it out")
        yield message


def of_document(number: int, document: bytes, form: Verbatim, before: datetime) -> Message:
    """A document that is a message of a raw topic already; `before` is its time where it tells none."""
    said = outside(form.channel, document)
    key, at = (said.key, said.at) if said else (f"row {number}".encode(), before)
    return Message(at, form.channel, number, key, document)


def of_row(number: int, row: Row, mapping: ChannelMapping, before: datetime) -> Iterator[Message]:
    """A row's report, then its actions; `before` is the time of what tells none."""
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
