"""Members as the kernels see them: records of one size in one array, reused when their member leaves."""

from functools import lru_cache
from operator import mul

import numpy as np
import xxhash

from streams.domain.merging.kernel import Record, Records
from streams.domain.merging.postings import HEAVY
from streams.domain.merging.sketch import PLACES, TERMS
from topics.memory import Sketch

FIRST_SLOTS = 1 << 10

MEMBER = np.dtype(
    [
        ("terms", np.uint32, TERMS),
        ("older", np.int32, HEAVY),
        ("newer", np.int32, HEAVY),
        ("places", np.uint32, PLACES),
        ("weights", np.uint8, TERMS),
        ("joined", np.int64),
        ("day", np.float64),
        ("square", np.int32),
        ("tally", np.int32),
        ("known_terms", np.int32),
        ("known_places", np.int32),
    ],
    align=True,
)
"""496 bytes: a sketch in numbers, when it joined, and its links in the postings of its heaviest terms."""


def pack(record: Record, sketch: Sketch, day: float) -> None:
    """Write a sketch into a record; `day` is when its report occurred."""
    terms, places = len(sketch.terms), len(sketch.places)
    record["terms"][:terms] = sketch.terms
    record["weights"][:terms] = sketch.weights
    record["places"][:places] = [_place_id(place) for place in sketch.places]
    record["known_terms"], record["known_places"] = terms, places
    record["day"] = day
    record["square"] = sum(map(mul, sketch.weights, sketch.weights))


@lru_cache(maxsize=1 << 15)
def _place_id(place: str) -> int:
    return int(xxhash.xxh3_64_intdigest(place.encode())) & 0xFFFF_FFFF


def grown(records: Records, slot: int) -> Records:
    """The records, so many that the slot is among them. They may have moved to a larger array."""
    while slot >= len(records):
        records = np.concatenate((records, np.zeros_like(records)))
    return records
