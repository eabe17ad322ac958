"""A sketch that can be read: what the packed words say, and the words for what is said."""

from struct import pack, unpack_from
from typing import NamedTuple

from topics.memory import Sketch

SPOT, PLACED, HINT = 1, 2, 4


class Plain(NamedTuple):
    """A sketch; `named` of its names are those of the title, the first ones."""

    at: int = 0
    citizen: int = 0
    terms: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = ()
    titled: int = 0
    address: tuple[int, ...] = ()
    district: str = ""
    spot: tuple[float, float] | None = None
    placed: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        return self.names[: self.titled or len(self.names)]

    @property
    def places(self) -> set[str | tuple[int, ...]]:
        return {*self.names, self.address} if self.address else set(self.names)


def packed(plain: Plain) -> Sketch:
    """The sketch for what is said; a district that begins with = is a hint."""
    district = plain.district.lstrip("=")
    marks = SPOT * bool(plain.spot) + PLACED * plain.placed + HINT * plain.district.startswith("=")
    counts = (len(plain.terms), len(plain.names), plain.titled, len(plain.address))
    return Sketch(
        version=1,
        packed=b"".join(
            (
                pack("<4BIqQ", *counts, marks | len(district) << 8, plain.at, plain.citizen),
                pack("<2d", *plain.spot) if plain.spot else b"",
                b"".join(pack("<I", term << 8 | weight) for term, weight in plain.terms),
                b"".join(name.ljust(4, "\0").encode("utf-16-be")[::-1] for name in plain.names),
                b"".join(pack("<Q", word) for word in plain.address),
                (district + "\0" * (len(district) % 2)).encode("utf-16-le"),
            )
        ),
    )


def unpacked(sketch: Sketch) -> Plain:
    """What a sketch says."""
    said = sketch.packed
    terms, names, titled, address, marks, at, citizen = unpack_from("<4BIqQ", said)
    start = 24 + 16 * (marks & SPOT)
    spot = unpack_from("<2d", said, 24) if marks & SPOT else None
    words = unpack_from(f"<{terms}I", said, start)
    start += 4 * terms
    parts = [said[start + 8 * n : start + 8 * n + 8] for n in range(names)]
    start += 8 * names
    district = said[start + 8 * address :].decode("utf-16-le")[: marks >> 8]
    return Plain(
        at,
        citizen,
        tuple((word >> 8, word & 255) for word in words),
        tuple(part[::-1].decode("utf-16-be").rstrip("\0") for part in parts),
        titled,
        unpack_from(f"<{address}Q", said, start),
        "=" * bool(marks & HINT) + district,
        spot,
        bool(marks & PLACED),
    )
