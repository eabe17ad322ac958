"""What happens to a request: who may, what it says, where it stands, and what the rules will make of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from streams.channels.http.delivery import Delivery
from streams.channels.http.documents import Piece, pieces, split
from streams.channels.http.tokens import Tokens
from streams.channels.mapping import ChannelMapping
from streams.channels.verbatim import Form, Verbatim, outside
from streams.domain.intake import Doors, RawRecord, admit
from topics.facts import DeadLetter
from topics.model import Source

MOST_DOCUMENTS = 10_000
"""The most documents that one request may hold."""


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request of which nothing is taken: the HTTP status, and a sentence about what to do."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None


@dataclass(frozen=True)
class Taker:
    """Takes requests in. `mappings` holds those of the channels that have one; `now` is the wall clock."""

    doors: Doors
    mappings: Mapping[str, ChannelMapping]
    tokens: Tokens
    delivery: Delivery
    now: Callable[[], datetime]

    def form(self, topic: str, channel: str) -> Form:
        """How a request's documents are read: by the channel's mapping, or as messages of the topic. Raises Refused."""
        if not channel:
            return Verbatim.model_validate({"channel": topic})
        if topic != "reports.raw":
            raise Refused(400, "actions have no mapping: leave `channel` out of the address")
        if channel not in self.mappings:
            known = ", ".join(sorted(self.mappings))
            raise Refused(404, f"no mapping for that channel: name one of {known}, or leave `channel` out")
        return self.mappings[channel]

    def take(self, form: Form, body: bytes, content_type: str, authorization: str) -> list[dict[str, Any]]:
        """Put a body's documents into Kafka; one answer for each message that they make.

        Raises Refused, and Unavailable where Kafka does not acknowledge them.
        """
        documents = split(body, content_type)
        if not self.tokens.allow(authorization, _channels(form, documents)):
            raise Refused(401, "send `Authorization: Bearer TOKEN` with a token of every channel in the request")
        if len(documents) > MOST_DOCUMENTS:
            raise Refused(413, f"{len(documents):,} documents are more than {MOST_DOCUMENTS:,}: send fewer at once")
        now = self.now()
        made = list(pieces(documents, form, now))
        written = self.delivery.send([piece.message for piece in made])
        return self._answers(made, written, now)

    def _answers(self, made: Sequence[Piece], written: Sequence[Source], now: datetime) -> list[dict[str, Any]]:
        """Intake has the last word; here the same rules say beforehand what that will be."""
        records = [RawRecord(source, piece.message.value, now) for piece, source in zip(made, written, strict=True)]
        dead = {letter.source: letter for letter in admit(records, self.doors).dead}
        return [_answer(piece, source, dead.get(source)) for piece, source in zip(made, written, strict=True)]


def _channels(form: Form, documents: Sequence[bytes]) -> Iterator[str]:
    """The channels that documents speak for; one that cannot be understood speaks for none."""
    if isinstance(form, ChannelMapping):
        yield form.channel
        return
    for document in documents:
        if (said := outside(form.channel, document)) is not None:
            yield said.channel


def _answer(piece: Piece, source: Source, dead: DeadLetter | None) -> dict[str, Any]:
    answer = {"document": piece.document, "status": "dead_letter" if dead else "taken", **asdict(source)}
    return {**answer, "reason": dead.reason, "sentence": dead.sentence} if dead else answer
