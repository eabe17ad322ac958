"""A request's body as documents, and each document as messages of the raw topics."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from streams.channels.order import Message, of_document, of_row
from streams.channels.readers import row_of
from streams.channels.verbatim import Form, Verbatim
from streams.domain.doors import MAX_BYTES

LINES = ("ndjson", "jsonl", "json-lines")
"""Words of a Content-Type that says: one document a line."""


class Piece(NamedTuple):
    """A message, and the number of the document that it comes from."""

    document: int
    message: Message


def split(body: bytes, content_type: str) -> list[bytes]:
    """The documents of a body, byte for byte: lines where the type says so, else the elements of an array, else itself.

    An array that is broken is one document: nobody can tell where its elements end.
    """
    if any(word in content_type.lower() for word in LINES):
        return [line for line in (one.strip(b"\r") for one in body.split(b"\n")) if line] or [body]
    if body.lstrip()[:1] == b"[":
        try:
            return [bytes(one) for one in msgspec.json.decode(body, type=list[msgspec.Raw])]
        except (msgspec.DecodeError, RecursionError):
            return [body]
    return [body]


def pieces(documents: list[bytes], form: Form, now: datetime) -> Iterator[Piece]:
    """Every document's messages, in order; one that cannot be understood goes as it is."""
    for number, document in enumerate(documents):
        for message in _messages(number, document, form, now):
            yield Piece(number, message)


def _messages(number: int, document: bytes, form: Form, now: datetime) -> Iterator[Message]:
    if isinstance(form, Verbatim):
        yield of_document(number, document, form, now)
    else:
        text = document.decode("utf-8", "surrogateescape")
        # intake refuses what is too large, whatever it says
        yield from of_row(number, row_of(text) if len(document) <= MAX_BYTES else text, form, now)
