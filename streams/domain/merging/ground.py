"""Candidates by place: the leaders of cases on a grid, class by class."""

from collections.abc import Iterator
from math import cos, floor, radians

from streams.domain.merging.live import Live, Shelf, take
from streams.domain.merging.spot import Spot, metres

CELL = 0.001  # degrees
METRES_PER_DEGREE = 111_195.0
_NEAR_THE_POLE = 0.01

Cell = tuple[str, int, int]


class GroundIndex:
    """Leaders with coordinates, by class and cell."""

    def __init__(self) -> None:
        self._cells: dict[Cell, Shelf] = {}

    def add(self, member: Live, class_code: str) -> None:
        """File a member where it leads its case and has coordinates."""
        if member.leader and member.spot:
            self._cells.setdefault(_cell(class_code, member.spot), {})[member.slot] = member

    def remove(self, member: Live, class_code: str) -> None:
        """Take a member out again."""
        if member.leader and member.spot:
            take(self._cells, _cell(class_code, member.spot), member.slot)

    def within(self, class_code: str, spot: Spot, radius: float) -> list[tuple[float, Live]]:
        """Leaders of one class within `radius` metres with their distances; the nearest first, then the newest."""
        shelves = filter(None, map(self._cells.get, _cells_around(class_code, spot, radius)))
        leaders = (m for shelf in shelves for m in shelf.values())
        found = [(apart, m) for m in leaders if m.spot and (apart := metres(spot, m.spot)) <= radius]
        return sorted(found, key=lambda pair: (-pair[0], pair[1].order), reverse=True)


def _cell(class_code: str, spot: Spot) -> Cell:
    return class_code, floor(spot.latitude / CELL), floor(spot.longitude / CELL)


def _cells_around(class_code: str, spot: Spot, radius: float) -> Iterator[Cell]:
    """Every cell that a circle touches."""
    high = radius / METRES_PER_DEGREE
    wide = high / max(_NEAR_THE_POLE, cos(radians(spot.latitude)))
    for row in range(floor((spot.latitude - high) / CELL), floor((spot.latitude + high) / CELL) + 1):
        for column in range(floor((spot.longitude - wide) / CELL), floor((spot.longitude + wide) / CELL) + 1):
            yield class_code, row, column
