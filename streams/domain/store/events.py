"""The actions that cases remember, packed: a tenth of what they take as records."""

from collections.abc import Sequence
from datetime import UTC, datetime
from struct import Struct

from streams.domain.store.words import Words
from topics.action import ActionName, Details, Event
from topics.reasons import MergeReason

_ACTIONS = tuple(ActionName)
_PLACES = {action: place for place, action in enumerate(_ACTIONS)}
_ONE = Struct("<dqIBHH")


class Events:
    """The actions of cases, by the number of the case: 25 bytes each. Units, and what is said besides, are words."""

    def __init__(self, units: Words[str]) -> None:
        self._units, self._besides = units, Words[tuple[Details, MergeReason | None]]()
        self._packed: list[bytes] = []

    def __getitem__(self, number: int) -> tuple[Event, ...]:
        packed = self._packed[number] if number < len(self._packed) else b""
        return tuple(map(self._read, range(0, len(packed), _ONE.size), [packed] * (len(packed) // _ONE.size)))

    def __setitem__(self, number: int, events: Sequence[Event]) -> None:
        """Raises OverflowError where there are no numbers left for words."""
        if number < len(self._packed):
            self._packed[number] = b"".join(map(self._pack, events))
        elif events:
            self._packed += [b""] * (number - len(self._packed)) + [b"".join(map(self._pack, events))]

    def _pack(self, event: Event) -> bytes:
        besides = self._besides[event.details, event.why]
        place, unit = _PLACES[event.action], self._units[event.unit]
        return _ONE.pack(event.at.timestamp(), event.offset, event.index, place, unit, besides)

    def _read(self, start: int, packed: bytes) -> Event:
        at, offset, index, place, unit, besides = _ONE.unpack_from(packed, start)
        details, why = self._besides.said[besides]
        return Event(
            at=datetime.fromtimestamp(at, UTC),
            action=_ACTIONS[place],
            offset=offset,
            index=index,
            unit=self._units.said[unit],
            details=details,
            why=why,
        )
