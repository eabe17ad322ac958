"""Which unit is in charge of a case, and how far it may go."""

from collections.abc import Iterator
from typing import NamedTuple

from streams.domain.lineage import lineage
from topics.duty import Duty, Unit
from topics.policy import Policy

_ANY = ""
"""Stands for every class or region, where a duty or unit names none."""


class Assigned(NamedTuple):
    """The unit in charge (主办), and those that work beside it (协办)."""

    unit: str
    assistants: tuple[str, ...]


class Duties:
    """The units and duties of a policy. Pure; what was asked once is remembered."""

    def __init__(self, policy: Policy) -> None:
        self._classes = {entry.code: entry.parent for entry in policy.classes}
        self._regions = {region.code: region.parent for region in policy.regions}
        self._units = {unit.code: unit for unit in policy.units}
        self._codes = {unit.name: unit.code for unit in reversed(policy.units)} | {code: code for code in self._units}
        self._local: dict[tuple[int, str], Unit] = {}
        for unit in policy.units:
            self._local.setdefault((unit.level, unit.region), unit)
        self._duties: dict[str, list[Duty]] = {}
        for duty in policy.duties:
            for code in duty.classes or (_ANY,):
                self._duties.setdefault(code, []).append(duty)
        self._found: dict[tuple[str, str], Duty | None] = {}

    def owner(self, class_code: str, region: str) -> Assigned | None:
        """Who is in charge of a class in a region; None where nobody is. Unknown classes and regions are none."""
        duty = self.duty(class_code, region)
        unit = (duty.unit or self._nearest(duty, region)) if duty else ""
        return Assigned(unit, tuple(u for u in duty.assistants if u != unit)) if duty and unit else None

    def may_close(self, unit: str, class_code: str, region: str) -> bool:
        """Whether the unit may resolve such a case. An unknown one may, and any where the duty does not say."""
        duty = self.duty(class_code, region)
        return not duty or not duty.closed_by or unit not in self._units or self._units[unit].level in duty.closed_by

    def known(self, unit: str) -> bool:
        """Whether there is such a unit. A policy that lists none knows all."""
        return not self._units or unit in self._units

    def code(self, said: str) -> str:
        """The code of a unit that somebody called by its code or its name; as said where it is unknown."""
        return self._codes.get(said, said)

    def name(self, unit: str) -> str:
        """What people call a unit; its code where it is unknown."""
        return self._units[unit].name if unit in self._units else unit

    def system(self, unit: str) -> str:
        """The professional system that a unit works with; '' for none."""
        return self._units[unit].system if unit in self._units else ""

    def above(self, unit: str) -> str:
        """The unit above; '' for none."""
        return self._units[unit].parent if unit in self._units else ""

    def duty(self, class_code: str, region: str) -> Duty | None:
        """The duty that fits: of the deepest class, then of the deepest region, then the first; None for none."""
        asked = class_code, region
        if asked not in self._found:
            self._found[asked] = next(self._fitting(*asked), None)
        return self._found[asked]

    def _fitting(self, class_code: str, region: str) -> Iterator[Duty]:
        """The duties that fit: of the deepest class first, then of the deepest region, then as they stand."""
        places = (*lineage(self._regions, region), _ANY)
        for code in (*lineage(self._classes, class_code), _ANY):
            for place in places:
                yield from (d for d in self._duties.get(code, ()) if place in (d.regions or (_ANY,)))

    def _nearest(self, duty: Duty, region: str) -> str:
        """The unit of the duty's level in the nearest region around; '' where there is none."""
        for place in (*lineage(self._regions, region), _ANY):
            if duty.level and (found := self._local.get((duty.level, place))):
                return found.code
        return ""
