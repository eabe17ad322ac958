"""The actions that cases remember, packed: a tenth of what they take as records."""

from collections.abc import Sequence
from datetime import UTC, datetime
from struct import Struct, error

from streams.domain.store.words import Words
from topics.action import ActionName, Details, Event
from topics.reasons import MergeReason

_ACTIONS = tuple(ActionName)
_PLACES = {action: place for place, action in enumerate(_ACTIONS)}
_ONE = Struct("<dIHHBHH")
_LOW, _LOW_BITS = 0xFFFF_FFFF, 32  # an offset has 48 bits


class Events:
    """The actions of cases, by the number of the case: 21 bytes each. Units, and what is said besides, are words."""

    def __init__(self, units: Words[str]) -> None:
        self._units, self._besides = units, Words[tuple[Details, MergeReason | None]]()
        self._packed: list[bytes] = []

    def __getitem__(self, number: int) -> tuple[Event, ...]:
        packed = self._packed[number] if number < len(self._packed) else b""
        return tuple(map(self._read, range(0, len(packed), _ONE.size), [packed] * (len(packed) // _ONE.size)))

    def __setitem__(self, number: int, events: Sequence[Event]) -> None:
        """Raises one of UNFIT where a number is too large, or there are none left for words."""
        if number < len(self._packed):
            self._packed[number] = b"".join(map(self._pack, events))
        elif events:
            self._packed += [b""] * (number - len(self._packed)) + [b"".join(map(self._pack, events))]

    def _pack(self, event: Event) -> bytes:
        besides = self._besides[event.details, event.why]
        place, unit = _PLACES[event.action], self._units[event.unit]
        low, high = event.offset & _LOW, event.offset >> _LOW_BITS
        try:
            return _ONE.pack(event.at.timestamp(), low, high, event.index, place, unit, besides)
        except error as no_room:
            raise OverflowError(f"an offset or an index is too large: {event}") from no_room

    def _read(self, start: int, packed: bytes) -> Event:
        at, low, high, index, place, unit, besides = _ONE.unpack_from(packed, start)
        details, why = self._besides.said[besides]
        return Event(
            at=datetime.fromtimestamp(at, UTC),
            action=_ACTIONS[place],
            offset=high << _LOW_BITS | low,
            index=index,
            unit=self._units.said[unit],
            details=details,
            why=why,
        )
