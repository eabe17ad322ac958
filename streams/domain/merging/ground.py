"""Candidates by place: the leaders of cases on a grid, class by class."""

from collections.abc import Iterator
from math import asin, cos, floor, radians, sin, sqrt
from typing import NamedTuple

from streams.domain.merging.live import Live, Shelf, put, take

CELL = 0.001  # degrees
METRES_PER_DEGREE = 111_195.0
_EARTH = 6_371_000.0
_NEAR_THE_POLE = 0.01

Cell = tuple[str, int, int]


class Spot(NamedTuple):
    """A point, in degrees of WGS 84."""

    latitude: float
    longitude: float


class GroundIndex:
    """Leaders with coordinates, by class and cell."""

    def __init__(self) -> None:
        self._cells: dict[Cell, Shelf] = {}

    def add(self, member: Live) -> None:
        """File a member where it leads its case and has coordinates."""
        if cell := _cell(member):
            put(self._cells.setdefault(cell, {}), member)

    def remove(self, member: Live) -> None:
        """Take a member out again."""
        if cell := _cell(member):
            take(self._cells, cell, member.report_id)

    def within(self, class_code: str, spot: Spot, radius: float) -> list[tuple[float, Live]]:
        """Leaders of one class within `radius` metres with their distances; the nearest first, then the newest."""
        found = []
        for cell in _cells_around(class_code, spot, radius):
            for member in self._cells.get(cell, {}).values():
                apart = metres(spot, spot_of(member.sketch.latitude, member.sketch.longitude) or spot)
                if apart <= radius:
                    found.append((apart, member))
        newest_first = sorted(found, key=lambda pair: pair[1].order, reverse=True)
        return sorted(newest_first, key=lambda pair: pair[0])


def spot_of(latitude: float | None, longitude: float | None) -> Spot | None:
    """A point where both degrees are known."""
    return None if latitude is None or longitude is None else Spot(latitude, longitude)


def metres(one: Spot, other: Spot) -> float:
    """Great-circle distance (haversine), rounded to a centimetre."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return round(2 * _EARTH * asin(min(1.0, sqrt(half))), 2)


def _cell(member: Live) -> Cell | None:
    spot = spot_of(member.sketch.latitude, member.sketch.longitude)
    if spot is None or not member.leader:
        return None
    return member.class_code, floor(spot.latitude / CELL), floor(spot.longitude / CELL)


def _cells_around(class_code: str, spot: Spot, radius: float) -> Iterator[Cell]:
    """Every cell that a circle touches."""
    high = radius / METRES_PER_DEGREE
    wide = high / max(_NEAR_THE_POLE, cos(radians(spot.latitude)))
    for row in range(floor((spot.latitude - high) / CELL), floor((spot.latitude + high) / CELL) + 1):
        for column in range(floor((spot.longitude - wide) / CELL), floor((spot.longitude + wide) / CELL) + 1):
            yield class_code, row, column
