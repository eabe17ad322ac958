"""Members as the kernels see them: records of one size in one array, reused when their member leaves."""

from functools import lru_cache
from operator import mul

import numpy as np
import xxhash

from streams.domain.merging.kernel import Record, Records
from streams.domain.merging.live import Live
from streams.domain.merging.postings import HEAVY
from streams.domain.merging.sketch import PLACES, TERMS
from topics.memory import Sketch

_FIRST_SLOTS = 1 << 10
_INDEX_BITS = 20  # no record changes a million things

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
"""496 bytes: a sketch in numbers, when its member joined, and its links in the postings of its heaviest terms."""


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


class Slots:
    """Which member stands in which record."""

    def __init__(self) -> None:
        self.records: Records = np.zeros(_FIRST_SLOTS, MEMBER)
        self._members: list[Live | None] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []

    def __getitem__(self, slot: int) -> Live:
        member = self._members[slot]
        if member is None:
            raise KeyError(f"nobody stands in slot {slot}")
        return member

    def take(self, member: Live, record: Record) -> int:
        """A slot for a member whose sketch is packed. Records may move to a larger array."""
        if not self._free:
            self._free.append(len(self._members))
            self._members.append(None)
        slot = self._free.pop()
        if slot == len(self.records):
            self.records = np.concatenate((self.records, np.zeros_like(self.records)))
        self._members[slot], self._slots[member.report_id] = member, slot
        self.records[slot] = record
        self.records["joined"][slot] = (member.order[0] << _INDEX_BITS) + member.order[1]
        return slot

    def give(self, member: Live) -> int:
        """The slot of a member, which is free from now on."""
        slot = self._slots.pop(member.report_id)
        self._members[slot] = None
        self._free.append(slot)
        return slot
