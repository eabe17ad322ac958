"""Points on the ground, in degrees of WGS 84; kernels."""

from math import asin, cos, floor, radians, sin, sqrt

from streams.domain.merging.kernel import kernel, part, unsigned

CELL = 0.001  # degrees
METRES_PER_DEGREE = 111_195.0
_EARTH = 6_371_000.0
_FACTOR = unsigned(0xC2B2AE3D27D4EB4F)
_HALF = unsigned(32)


@kernel
def centimetres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> int:
    """Great-circle distance (haversine), rounded to a centimetre."""
    lat1, lat2 = radians(latitude), radians(other_latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other_longitude - longitude) / 2) ** 2
    return int(100 * 2 * _EARTH * asin(min(1.0, sqrt(half))) + 0.5)


@part
def cell(degrees: float) -> int:
    """The row or column of cells in which a degree lies."""
    return floor(degrees / CELL)


@part
def cell_of(class_code: int, latitude: float, longitude: float) -> int:
    """A digest, not 0, of a class and of the cell of a point."""
    return key_of(class_code, cell(latitude), cell(longitude))


@part
def key_of(class_code: int, row: int, column: int) -> int:
    """A digest, not 0, of a class and of a cell."""
    key = (unsigned(class_code) ^ unsigned(row) << _HALF) * _FACTOR
    return (key ^ unsigned(column)) * _FACTOR | unsigned(1)
