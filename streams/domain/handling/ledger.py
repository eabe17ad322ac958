"""Who held a case, from when until when, in which state: without a gap, from its opening on."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from topics.handled import Role


class Held(NamedTuple):
    """One stretch of time; `until` is None while it lasts."""

    role: Role
    unit: str
    state: str
    round: int
    since: datetime
    until: datetime | None = None


class Ledger:
    """The stretches of a case's centre and leads, which follow each other, and those of each assistant beside them."""

    def __init__(self) -> None:
        self._main: list[Held] = []
        self._beside: dict[str, list[Held]] = {}

    def lead(self, unit: str, state: str, round_: int, at: datetime) -> None:
        """From now on a unit leads the case, or nobody but the centre (unit '')."""
        role: Role = "lead" if unit else "centre"
        _go_on(self._main, Held(role, unit, state, round_, at))

    def assistant(self, unit: str, state: str, round_: int, at: datetime) -> None:
        """From now on a unit assists, in a state."""
        _go_on(self._beside.setdefault(unit, []), Held("assistant", unit, state, round_, at))

    def released(self, unit: str, at: datetime) -> None:
        """A unit assists no longer."""
        _end(self._beside.get(unit, []), at)

    def close(self, at: datetime) -> None:
        """The case is closed: nobody holds it any more."""
        _end(self._main, at)
        for unit in self._beside:
            self.released(unit, at)

    def __iter__(self) -> Iterator[Held]:
        yield from self._main
        for unit in self._beside:
            yield from self._beside[unit]


def _go_on(line: list[Held], held: Held) -> None:
    """The same goes on, or the one before has ended and another begins."""
    last = line[-1] if line else None
    if last is None or last.until is not None or last[:4] != held[:4]:
        _end(line, held.since)
        line.append(held)


def _end(line: list[Held], at: datetime) -> None:
    """A stretch without length has not been."""
    if line and line[-1].until is None:
        line[-1] = line[-1]._replace(until=at)
        if line[-1].since == at:
            line.pop()
