"""The actions that a case remembers, as bytes: a quarter of what they take as records."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from topics.action import ActionName, Details, Event
from topics.reasons import MergeReason

_ACTIONS = tuple(ActionName)
_PLACES = {action: place for place, action in enumerate(_ACTIONS)}
_Packed = list[tuple[float, int, int, int, str, dict[str, str | float | int], MergeReason | None]]
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Packed)


def packed_events(events: Sequence[Event]) -> bytes:
    """Exactly these; their times are in UTC."""
    return _ENCODER.encode(
        [(e.at.timestamp(), _PLACES[e.action], e.offset, e.index, e.unit, e.details, e.why) for e in events]
    )


def read_events(packed: bytes) -> tuple[Event, ...]:
    """What `packed_events` has packed."""
    return tuple(
        Event(
            at=datetime.fromtimestamp(at, UTC),
            action=_ACTIONS[action],
            offset=offset,
            index=index,
            unit=unit,
            details=msgspec.convert(details, Details),
            why=why,
        )
        for at, action, offset, index, unit, details, why in _DECODER.decode(packed)
    )
