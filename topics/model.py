"""The bases of every contract, and the types that they share.

What others say is read by pydantic (`Said`), which explains what is wrong with it. What the stream says to itself (the
inbox, its memory) is a msgspec struct (`Record`): made, written and read in a tenth of the time, and as strictly typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Self

import msgspec
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError, to_jsonable_python

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def to_moment(value: datetime) -> datetime:
    """A point in time with a zone as it is kept. Raises PydanticCustomError outside 1970 to 2200."""
    if MINYEAR < value.year < MAXYEAR:  # at the ends of the calendar there may be no UTC
        value = value.astimezone(UTC)
    if not EARLIEST <= value < LATEST:
        raise PydanticCustomError("time_out_of_range", "the time must lie between 1970 and 2200")
    beyond = value.microsecond % 1000
    return value.replace(microsecond=value.microsecond - beyond) if beyond else value


Moment = Annotated[AwareDatetime, AfterValidator(to_moment)]
"""A point in time: zone demanded on input, UTC to the millisecond afterwards, 1970 to 2200."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A point in time as the stream says it to itself: in UTC to the millisecond, 1970 to 2200."""


def since(version: int) -> msgspec.Meta:
    """Marks a field that a record has only had since a version of its contract: what is older reads as its default."""
    return msgspec.Meta(extra_json_schema={"since": version})


def is_instant(value: datetime) -> bool:
    """Is it in UTC, and between 1970 and 2200?"""
    return value.tzinfo is UTC and EARLIEST <= value < LATEST


Ref = Annotated[str, Field(min_length=1, max_length=256)]
"""A name given by somebody else, kept as it is."""


class Said(BaseModel):
    """A message of one topic. Frozen; unknown fields are refused unless the contract says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TOPIC: ClassVar[str]

    @property
    def key(self) -> str:
        """The record's key: what compaction and order hold on to."""
        raise AssertionError(f"{type(self).__name__} says nothing of its own: it is part of another message")

    def to_bytes(self) -> bytes:
        """The message's value: UTF-8 JSON, fields in the order of the contract."""
        return self.model_dump_json().encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """Read a value written by `to_bytes`. Raises pydantic.ValidationError."""
        return cls.model_validate_json(value)


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message of the stream to itself. Frozen; made unchecked, checked when read; unknown fields are refused."""

    TOPIC: ClassVar[str]

    @property
    def key(self) -> str:
        """The record's key: what compaction and order hold on to."""
        raise AssertionError(f"{type(self).__name__} says nothing of its own: it is part of another message")

    @property
    def kind(self) -> str:
        """What tells it from others of its topic; '' where it stands alone there."""
        return str(self.__struct_config__.tag or "")

    def altered(self, **changes: object) -> Self:
        """The same message but for some fields."""
        altered: Self = msgspec.structs.replace(self, **changes)
        return altered

    def to_bytes(self) -> bytes:
        """The record's value: UTF-8 JSON, fields in the order of the contract."""
        return _ENCODER.encode(self)

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """Read a value written by `to_bytes`. Raises msgspec.MsgspecError."""
        record: Self = reader(cls)(value)
        return record


@cache
def reader(contract: Any) -> Callable[[bytes], Any]:
    """Reads values of a `Record`, or of a union of them told apart by `kind`. It raises msgspec.MsgspecError."""
    return msgspec.json.Decoder(contract, dec_hook=_heard_part).decode


def _heard_part(contract: type[BaseModel], value: object) -> BaseModel:
    """Policies are people's words: part of a record, and read by pydantic there too."""
    return contract.model_validate(value)


def _said_part(value: object) -> object:
    return to_jsonable_python(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_said_part)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message came from: the coordinates by which loss and doubling are counted."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


class Forget(msgspec.Struct, frozen=True):
    """A tombstone: the key has left memory, and nothing else."""

    topic: str
    key: str
