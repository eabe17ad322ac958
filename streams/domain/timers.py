"""What falls due, and when."""

import heapq
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from topics.model import EARLIEST

_MS = timedelta(milliseconds=1)
_DUE_BYTES = 6


class TimerKind(StrEnum):
    """What happens when a timer fires; timers of one moment fire in the order of these words."""

    COURSE = "course"
    HOT = "hot"
    IDENTITY = "identity"
    LEAVE = "leave"
    PARKED = "parked"
    POLICY = "policy"


class Timer(NamedTuple):
    """One thing that falls due: ordered by time, then kind, then name (see Names)."""

    due: datetime
    kind: TimerKind
    name: str


class Dues(Protocol):
    """When the timers of one kind are due, by name, in milliseconds since 1970: a dict, or what does as one."""

    def get(self, name: str, /) -> int | None:
        """When a name is due; None for never."""

    def __setitem__(self, name: str, due: int, /) -> None: ...

    def pop(self, name: str, default: None, /) -> int | None:
        """Forget a name; when it was due."""


class Names(Protocol):
    """How names stand in the heap: as bytes, which sort as timers of one moment and kind are to fire."""

    def pack(self, name: str, /) -> bytes:
        """The bytes of a name."""

    def spell(self, packed: bytes, /) -> str:
        """The name that has these bytes."""


class Timers:
    """At most one timer for each kind and name. One that was moved or cancelled is dropped when it surfaces.

    When a timer is due is kept by its kind's `dues`. The heap holds bytes that sort as timers do.
    """

    def __init__(self, dues: Mapping[TimerKind, Dues], names: Names) -> None:
        self._heap: list[bytes] = []
        self._dues, self._names = dues, names

    def set(self, kind: TimerKind, name: str, due: datetime | None) -> None:
        """Let it fire at `due`, in place of what was set before; None cancels."""
        dues = self._dues[kind]
        if due is None:
            dues.pop(name, None)
            return
        at = (due - EARLIEST) // _MS
        if dues.get(name) != at:
            dues[name] = at
            heapq.heappush(self._heap, self._packed(at, kind, name))

    def follow(self, kind: TimerKind, names: Iterable[str], dues: Iterable[int]) -> None:
        """Let many fire when the `dues` of their kind, which have these already, say so."""
        for name, due in zip(names, dues, strict=True):
            heapq.heappush(self._heap, self._packed(due, kind, name))

    def earliest(self) -> datetime | None:
        """When the next timer is due; None if there is none."""
        while self._heap and not self._stands(self._heap[0]):
            heapq.heappop(self._heap)
        return _due(self._heap[0]) if self._heap else None

    def pop(self, now: datetime) -> Timer | None:
        """Take out the next timer that is due by now; None if none is."""
        due = self.earliest()
        if due is None or due > now:
            return None
        packed = heapq.heappop(self._heap)
        kind, name = self._whose(packed)
        self._dues[kind].pop(name, None)
        return Timer(due, kind, name)

    def _stands(self, packed: bytes) -> bool:
        kind, name = self._whose(packed)
        return self._dues[kind].get(name) == int.from_bytes(packed[:_DUE_BYTES])

    def _packed(self, due: int, kind: TimerKind, name: str) -> bytes:
        return due.to_bytes(_DUE_BYTES) + _ORDER[kind] + self._names.pack(name)

    def _whose(self, packed: bytes) -> tuple[TimerKind, str]:
        return _KINDS[packed[_DUE_BYTES]], self._names.spell(packed[_DUE_BYTES + 1 :])


_KINDS = tuple(sorted(TimerKind))
_ORDER = {kind: bytes([order]) for order, kind in enumerate(_KINDS)}


def _due(packed: bytes) -> datetime:
    return EARLIEST + int.from_bytes(packed[:_DUE_BYTES]) * _MS
