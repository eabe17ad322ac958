"""Actions that wait for their case or report."""

from collections.abc import Iterable

from topics.memory import ParkedAction


class Parking:
    """Parked actions by key, and by what they wait for."""

    def __init__(self) -> None:
        self._parked: dict[str, ParkedAction] = {}
        self._waiting: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._parked)

    def __getitem__(self, key: str) -> ParkedAction:
        return self._parked[key]

    def put(self, parked: ParkedAction) -> None:
        """Let one wait."""
        self._parked[parked.key] = parked
        self._waiting.setdefault(parked.action.key, set()).add(parked.key)

    def drop(self, parked: ParkedAction) -> None:
        """It waits no longer."""
        del self._parked[parked.key]
        waiting = self._waiting[parked.action.key]
        waiting.remove(parked.key)
        if not waiting:
            del self._waiting[parked.action.key]

    def waiting(self, targets: Iterable[str]) -> list[ParkedAction]:
        """Those that wait for any of these, in the order in which they came."""
        waiting = [self._parked[key] for target in targets for key in self._waiting.get(target, ())]
        return sorted(waiting, key=lambda parked: parked.stamp.order)
