"""Messages that are written as the raw topics want them already, whatever channels they are of: they go there as is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from streams.channels.mapping import ChannelMapping, load_mapping
from streams.domain.parsing import parse
from topics.errors import BadMessage
from topics.raw import ActionFields, ReportFields

_FIELDS: Mapping[str, type[ReportFields] | type[ActionFields]] = {
    ReportFields.TOPIC: ReportFields,
    ActionFields.TOPIC: ActionFields,
}


class Verbatim(BaseModel):
    """What stands in place of a mapping: each document is a message of `channel`, which is the name of a raw topic."""

    model_config = ConfigDict(frozen=True)

    channel: Literal["reports.raw", "actions.raw"]


Form = ChannelMapping | Verbatim
"""How documents become messages."""


class Outside(NamedTuple):
    """What a message says of itself: its record's key, its event time, and the channel that it speaks for.

    An action on a case speaks for no one channel: the empty string.
    """

    key: bytes
    at: datetime
    channel: str


def load_form(name_or_path: str | Path) -> Form:
    """A raw topic's own form by the topic's name, or a mapping as `load_mapping` finds it. Raises MappingError."""
    topic = str(name_or_path)
    return Verbatim.model_validate({"channel": topic}) if topic in _FIELDS else load_mapping(name_or_path)


def outside(topic: str, document: bytes) -> Outside | None:
    """What a document says of itself; None where it cannot be understood."""
    try:
        said = _FIELDS[topic].model_validate(parse(document))
    except (BadMessage, ValidationError):
        return None
    if isinstance(said, ReportFields):
        return Outside(said.key.encode(), said.received_at, said.channel)
    return Outside(said.key.encode(), said.occurred_at, "" if said.case_id else said.channel)


def lines(path: Path) -> Iterator[bytes]:
    """The documents of a JSON Lines file, byte for byte; blank lines are none."""
    with path.open("rb") as file:
        for line in file:
            if document := line.strip(b"\r\n"):
                yield document
