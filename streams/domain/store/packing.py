"""How values stand in a row: exactly, or not at all."""

import struct
from datetime import UTC, datetime

from topics.ids import case_id, first_report_of

UNFIT = (ValueError, OverflowError, struct.error)
"""What packing raises for a value that a row cannot hold exactly."""

NOBODY = bytes(16)
_NEVER = -1.0


def packed_name(name: str) -> bytes:
    """16 bytes for 32 hexadecimal digits. Raises ValueError for anything else."""
    packed = bytes.fromhex(name)
    if packed.hex() != name or len(packed) != len(NOBODY):
        raise ValueError(f"{name!r} is not 32 hexadecimal digits")
    return packed


def packed_case(scope: str, name: str) -> tuple[bytes, int]:
    """The first report and the number of a case of the scope. Raises ValueError for any other name."""
    first, number = first_report_of(name), int(name.rpartition(":")[2])
    if case_id(scope, first, number) != name:
        raise ValueError(f"{name!r} is not a case of {scope}")
    return packed_name(first), number


def packed_id(name: str) -> bytes:
    """The same, and zeros for ''."""
    if not name:
        return NOBODY
    packed = packed_name(name)
    if packed == NOBODY:
        raise ValueError("zeros stand for nobody")
    return packed


def id_of(packed: bytes) -> str:
    """What `packed_id` has packed."""
    return "" if packed == NOBODY else packed.hex()


def packed_moment(moment: datetime | None) -> float:
    """Seconds since 1970, exact to the microsecond until 2200."""
    return _NEVER if moment is None else moment.timestamp()


def moment_of(seconds: float) -> datetime:
    """A moment that is not None, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def moment_or_none(seconds: float) -> datetime | None:
    """What `packed_moment` has packed, in UTC."""
    return None if seconds < 0 else datetime.fromtimestamp(seconds, UTC)
