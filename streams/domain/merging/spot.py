"""Points on the ground."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

_EARTH = 6_371_000.0


class Spot(NamedTuple):
    """A point, in degrees of WGS 84."""

    latitude: float
    longitude: float


def spot_of(latitude: float | None, longitude: float | None) -> Spot | None:
    """A point where both degrees are known."""
    return None if latitude is None or longitude is None else Spot(latitude, longitude)


def metres(one: Spot, other: Spot) -> float:
    """Great-circle distance (haversine), rounded to a centimetre."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return round(2 * _EARTH * asin(min(1.0, sqrt(half))), 2)


def far_apart(one: Spot | None, other: Spot | None, limit: float) -> bool:
    """True where both points are known and more than `limit` metres lie between them."""
    return one is not None and other is not None and metres(one, other) > limit
