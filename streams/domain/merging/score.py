"""How likely it is that two reports tell of one problem, and what forbids it."""

from dataclasses import dataclass
from math import exp, log1p, sqrt
from typing import NamedTuple

from streams.domain.merging.live import DAY, HEAVY, Live, square
from streams.domain.merging.places import districts_differ, names_apart
from streams.domain.merging.sketch import terms_within
from streams.domain.merging.spot import Spot, far_apart, spot_of
from topics.inbox import Report
from topics.memory import Sketch

# A logistic fit to labelled pairs of one city's complaints, then moved by hand in the replay of that city's stream.
BASE, MATTER, PLACE, TIME = -4.0, 18.0, 2.2, -0.8
LEAST_MATTER = 0.03  # below it two reports share a place and nothing else
PLACES_THAT_COUNT = 2
NEAR_COPY = 0.8  # from here on, all places left out, a text is reused, and one place swapped in it is a conflict
FAR = 2_000.0  # metres


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A report made ready to be compared with many members."""

    sketch: Sketch
    spot: Spot | None
    day: float
    weight: dict[int, int]
    square: int
    heavy: tuple[int, ...]
    places: frozenset[str]
    named: frozenset[str]


def query(report: Report, sketch: Sketch) -> Query:
    """What is compared of a report."""
    return Query(
        sketch=sketch,
        spot=spot_of(sketch.latitude, sketch.longitude),
        day=report.occurred_at.timestamp() / DAY,
        weight=dict(zip(sketch.terms, sketch.weights, strict=True)),
        square=square(sketch),
        heavy=sketch.terms[:HEAVY],
        places=frozenset(sketch.places),
        named=frozenset(sketch.named),
    )


class Compared(NamedTuple):
    """One member as a query sees it: the probability, 0 to 1, that both tell of one problem."""

    member: Live
    score: float


def compare(one: Query, other: Live) -> Compared:
    """Score a member by the likeness of the matter, the shared places and the days between; six digits."""
    shared = one.places & other.places
    matter = likeness(one, other, _terms_of(shared))
    odds = BASE + MATTER * matter + PLACE * min(PLACES_THAT_COUNT, len(shared))
    odds += TIME * log1p(abs(one.day - other.day))
    return Compared(other, round(1 / (1 + exp(-odds)), 6) if matter >= LEAST_MATTER else 0.0)


def likeness(one: Query, other: Live, without: frozenset[int]) -> float:
    """Cosine of two sketches, 0 to 1, as if neither had the terms `without` (those of place names)."""
    mine, yours = one.weight, other.weight
    dot = sum(mine[term] * yours[term] for term in (mine.keys() & yours.keys()) - without)
    if not dot:
        return 0.0
    return dot / sqrt((one.square - _square(mine, without)) * (other.square - _square(yours, without)))


def _square(weight: dict[int, int], terms: frozenset[int]) -> int:
    return sum(weight[term] ** 2 for term in weight.keys() & terms)


def conflict(one: Query, other: Live) -> bool:
    """True where district, coordinates or named places say that these are two problems, however alike the matter."""
    if districts_differ(one.sketch.district, other.sketch.district) or far_apart(one.spot, other.spot, FAR):
        return True
    mine, yours = one.named - other.places, other.named - one.places
    if not names_apart(mine, yours):
        return False
    shared = len(mine) < len(one.named) or len(yours) < len(other.named)
    return not shared or likeness(one, other, _terms_of(one.places | other.places)) >= NEAR_COPY


def _terms_of(places: frozenset[str]) -> frozenset[int]:
    return frozenset().union(*map(terms_within, places))


def placed(report: Report, sketch: Sketch) -> bool:
    """True where anything says where it is: a place or district in the text, a hint, coordinates."""
    said = sketch.places or sketch.district or report.address or report.region
    return bool(said or spot_of(report.latitude, report.longitude))
