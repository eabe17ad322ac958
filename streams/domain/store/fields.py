"""What stands in a row: fields, packed column by column and read row by row. Exactly, or not at all."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from operator import attrgetter
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.words import Word, Words

UNFIT = (ValueError, OverflowError, LookupError)
"""What packing raises for a value that a field cannot hold exactly."""

NOBODY = bytes(16)
_ZEROS = NOBODY.hex()
_NEVER = -1.0
_LETTERS = {"u1": "B", "u2": "H", "u4": "I", "i8": "q", "f8": "d", "V16": "16s"}

Values = Sequence[Any]
Packed = NDArray[Any] | list[Any]


class Field(NamedTuple):
    """One value of a record: where it is, of which numpy type it is in a row, and how many of them are packed."""

    path: str
    kind: str
    pack: Callable[[Values], Packed] = list


def form(fields: Sequence[Field]) -> Struct:
    """How to read the fields of one row, which stand without gaps."""
    return Struct("<" + "".join(_LETTERS[field.kind] for field in fields))


def row(fields: Sequence[Field], at: int, size: int) -> np.dtype[Any]:
    """The same for numpy, in rows of a size where the first field stands `at`."""
    sizes = [np.dtype(field.kind).itemsize for field in fields]
    offsets = list(accumulate(sizes[:-1], initial=at))
    names, formats = [str(number) for number in range(len(fields))], [field.kind for field in fields]
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


def columns(fields: Sequence[Field], records: Values) -> list[NDArray[Any]]:
    """The fields of records, each an array of them all. Raises one of UNFIT where a value does not fit."""
    return [np.array(field.pack(list(map(attrgetter(field.path), records))), field.kind) for field in fields]


def ids(values: Values) -> Packed:
    """16 bytes for 32 hexadecimal digits; zeros for ''."""
    said = "".join(value or _ZEROS for value in values)
    packed = bytes.fromhex(said)
    if packed.hex() != said or _ZEROS in values or any(len(value) not in {0, len(_ZEROS)} for value in values):
        raise ValueError("not 32 hexadecimal digits")
    return np.frombuffer(packed, "V16")


def id_of(packed: bytes) -> str:
    """What `ids` has packed."""
    return "" if packed == NOBODY else packed.hex()


def moments(values: Values) -> Packed:
    """Seconds since 1970, exact to the microsecond until 2200; None is before that."""
    return [_NEVER if value is None else value.timestamp() for value in values]


def moment_of(seconds: float) -> datetime:
    """A moment that is not None, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def moment_or_none(seconds: float) -> datetime | None:
    """What `moments` has packed, in UTC."""
    return None if seconds < 0 else datetime.fromtimestamp(seconds, UTC)


def one_of(all_values: Sequence[str]) -> Callable[[Values], Packed]:
    """The places of values in a list of them all."""
    places = {value: place for place, value in enumerate(all_values)}
    return lambda values: [places[value] for value in values]


def shared(words: Words[Word]) -> Callable[[Values], Packed]:
    """The numbers of words."""
    return lambda values: [words[value] for value in values]
