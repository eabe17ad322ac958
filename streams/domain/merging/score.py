"""How likely it is that two reports tell of one problem, and what forbids it."""

from dataclasses import dataclass
from math import exp, log1p
from typing import NamedTuple

from streams.domain.merging.live import DAY, HEAVY, Live, norm
from streams.domain.merging.places import districts_differ, names_apart
from streams.domain.merging.spot import Spot, far_apart, spot_of
from topics.inbox import Report
from topics.memory import Sketch

# Fitted by logistic regression on labelled pairs of one city's complaints, then rounded.
BASE, TEXT, PLACE, TIME = -2.8, 10.5, 1.4, -0.75
PLACES_THAT_COUNT = 2
NEAR_COPY = 0.8  # from here on texts are one text reused, and one place swapped in it is a conflict
FAR = 2_000.0  # metres


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A report made ready to be compared with many members."""

    sketch: Sketch
    spot: Spot | None
    day: float
    weight: dict[int, int]
    norm: float
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
        norm=norm(sketch),
        heavy=sketch.terms[:HEAVY],
        places=frozenset(sketch.places),
        named=frozenset(sketch.named),
    )


class Compared(NamedTuple):
    """One member as a query sees it: the cosine of the sketches and the probability of one problem."""

    member: Live
    text: float
    score: float


def compare(one: Query, other: Live) -> Compared:
    """Score a member by the likeness of the texts, the shared places and the days between; six digits."""
    text = likeness(one, other)
    places = min(PLACES_THAT_COUNT, len(one.places & other.places))
    odds = BASE + TEXT * text + PLACE * places + TIME * log1p(abs(one.day - other.day))
    return Compared(other, text, round(1 / (1 + exp(-odds)), 6))


def likeness(one: Query, other: Live) -> float:
    """Cosine of two sketches, 0 to 1."""
    dot = sum(one.weight[t] * other.weight[t] for t in one.weight.keys() & other.weight.keys())
    return dot / (one.norm * other.norm) if dot else 0.0


def conflict(one: Query, seen: Compared) -> bool:
    """True where district, coordinates or named places say that these are two problems, however alike the texts."""
    other = seen.member
    if districts_differ(one.sketch.district, other.sketch.district) or far_apart(one.spot, other.spot, FAR):
        return True
    mine, yours = one.named - other.places, other.named - one.places
    shared = len(mine) < len(one.named) or len(yours) < len(other.named)
    return (seen.text >= NEAR_COPY or not shared) and names_apart(mine, yours)


def placed(report: Report, sketch: Sketch) -> bool:
    """True where anything says where it is: a place or district in the text, a hint, coordinates."""
    said = sketch.places or sketch.district or report.address or report.region
    return bool(said or spot_of(report.latitude, report.longitude))
