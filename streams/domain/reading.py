"""What a raw message says: read plainly where nothing is doubtful, by its contract's own way where it is.

The plain way is a msgspec type made of the contract's own fields and bounds, at a fifth of the cost. It judges nothing:
what it does not take at once, the contract takes or refuses.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin

import msgspec
from pydantic import AwareDatetime, BaseModel
from pydantic_core import PydanticCustomError

from topics.model import to_moment
from topics.raw import ActionFields, ReportFields

Fields = TypeVar("Fields", ReportFields, ActionFields)
_BEHIND_MICROSECONDS = slice(26, 27)


class _Plain(NamedTuple):
    """A contract's plain type, and which of its fields are moments."""

    type: type[msgspec.Struct]
    moments: tuple[str, ...]


def read(contract: type[Fields], said: object) -> Fields:
    """The fields of a message that has been parsed. Raises pydantic.ValidationError."""
    plain = _plain(contract)
    try:
        fields = msgspec.convert(said, plain.type)
        for name in plain.moments:
            setattr(fields, name, _moment(cast(Mapping[str, str], said)[name], getattr(fields, name)))
    except (msgspec.ValidationError, PydanticCustomError):
        return contract.model_validate(said)
    return cast(Fields, fields)


def _moment(said: str, value: datetime) -> datetime:
    if said[_BEHIND_MICROSECONDS].isdigit():
        raise msgspec.ValidationError("msgspec rounds a seventh digit, the contract cuts it off")
    return to_moment(value)


@cache
def _plain(contract: type[BaseModel]) -> _Plain:
    fields = contract.model_fields.items()
    moments = tuple(name for name, one in fields if one.annotation is AwareDatetime)
    kinds = [(name, _kind(one.annotation, one.metadata), one) for name, one in fields]
    named = [(name, kind) if one.is_required() else (name, kind, one.default) for name, kind, one in kinds]
    return _Plain(msgspec.defstruct(contract.__name__, named, gc=False), moments)


def _kind(annotation: Any, bounds: list[Any]) -> Any:
    if get_origin(annotation) is Annotated:
        annotation, field = get_args(annotation)
        return _kind(annotation, field.metadata)
    if get_origin(annotation) in {Union, UnionType}:
        return Union[tuple(_kind(one, []) for one in get_args(annotation))]  # noqa: UP007 - of a tuple
    if annotation is AwareDatetime:
        return Annotated[datetime, msgspec.Meta(tz=True)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _plain(annotation).type
    for bound in bounds:
        annotation = Annotated[annotation, msgspec.Meta(**asdict(bound))]
    return annotation
