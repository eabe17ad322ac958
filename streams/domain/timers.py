"""What falls due, and when."""

import heapq
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class TimerKind(StrEnum):
    """What happens when a timer fires; timers of one moment fire in the order of these words."""

    IDENTITY = "identity"
    LATE = "late"
    LEAVE = "leave"
    PARKED = "parked"
    POLICY = "policy"
    RUNG = "rung"


class Timer(NamedTuple):
    """One thing that falls due: ordered by time, then kind, then name."""

    due: datetime
    kind: TimerKind
    name: str


class Timers:
    """At most one timer for each kind and name. One that was moved or cancelled is dropped when it surfaces."""

    def __init__(self) -> None:
        self._heap: list[Timer] = []
        self._due: dict[TimerKind, dict[str, datetime]] = {kind: {} for kind in TimerKind}

    def set(self, kind: TimerKind, name: str, due: datetime | None) -> None:
        """Let it fire at `due`, in place of what was set before; None cancels."""
        named = self._due[kind]
        if due is None:
            named.pop(name, None)
        elif named.get(name) != due:
            named[name] = due
            heapq.heappush(self._heap, Timer(due, kind, name))

    def earliest(self) -> datetime | None:
        """When the next timer is due; None if there is none."""
        while self._heap and not self._stands(self._heap[0]):
            heapq.heappop(self._heap)
        return self._heap[0].due if self._heap else None

    def pop(self, now: datetime) -> Timer | None:
        """Take out the next timer that is due by now; None if none is."""
        due = self.earliest()
        if due is None or due > now:
            return None
        timer = heapq.heappop(self._heap)
        del self._due[timer.kind][timer.name]
        return timer

    def count(self, kind: TimerKind) -> int:
        """How many of a kind are set."""
        return len(self._due[kind])

    def _stands(self, timer: Timer) -> bool:
        return self._due[timer.kind].get(timer.name) == timer.due
