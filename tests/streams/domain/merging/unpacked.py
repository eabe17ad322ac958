"""A sketch that can be read: what the packed words say, and the words for what is said."""

from struct import pack, unpack_from
from typing import Any, NamedTuple

import numpy as np

from streams.domain.merging.kernel import Words
from topics.memory import Sketch

SPOT, PLACED, HINT, TOPIC, FIRM = 1, 2, 4, 8, 16


class Plain(NamedTuple):
    """A sketch; `named` of its names are those of the title, the first ones. `said` is of citizen and body."""

    at: int = 0
    said: int = 0
    citizen: int = 0
    terms: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = ()
    titled: int = 0
    address: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    district: str = ""
    firm: bool = False
    spot: tuple[float, float] | None = None
    topic: tuple[int, ...] = ()
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
    marks += TOPIC * bool(plain.topic) + FIRM * plain.firm
    counts = (len(plain.terms), len(plain.names), plain.titled, len(plain.address))
    more = (marks, len(district), len(plain.body), 0)
    return Sketch(
        version=2,
        packed=b"".join(
            (
                pack("<8BqQQ", *counts, *more, plain.at, plain.said, plain.citizen),
                pack("<2d", *plain.spot) if plain.spot else b"",
                pack(f"<{len(plain.topic)}b", *plain.topic),
                b"".join(pack("<I", term << 8 | weight) for term, weight in plain.terms),
                b"".join(name.ljust(4, "\0").encode("utf-16-be")[::-1] for name in plain.names),
                b"".join(pack("<Q", word) for word in plain.address),
                _codes(plain.body),
                (district + "\0" * (len(district) % 2)).encode("utf-16-le"),
            )
        ),
    )


def met(sketch: Sketch) -> tuple[Words, Words]:
    """A sketch as kernels meet it: one that comes, which nobody writes to, and the same in a pool of its own.

    For words of other types, as for a place that is not a `block`, other kernels would be compiled than those that run.
    """
    asked = np.frombuffer(sketch.packed, np.uint32)
    return asked, asked.copy()


def block(at: int) -> Any:
    """A place in a pool, as members keep it."""
    return np.int32(at)


def unpacked(sketch: Sketch) -> Plain:
    """What a sketch says."""
    said = sketch.packed
    terms, names, titled, address, marks, letters, body, _, at, digest, citizen = unpack_from("<8BqQQ", said)
    start = 32
    spot = unpack_from("<2d", said, start) if marks & SPOT else None
    start += 16 * bool(spot)
    topic = unpack_from("<64b", said, start) if marks & TOPIC else ()
    start += len(topic)
    words = unpack_from(f"<{terms}I", said, start)
    start += 4 * terms
    parts = [said[start + 8 * n : start + 8 * n + 8] for n in range(names)]
    start += 8 * names
    street = unpack_from(f"<{address}Q", said, start)
    start += 8 * address
    codes = unpack_from(f"<{body}H", said, start)
    start += 4 * ((body + 1) // 2)
    return Plain(
        at,
        digest,
        citizen,
        tuple((word >> 8, word & 255) for word in words),
        tuple(part[::-1].decode("utf-16-be").rstrip("\0") for part in parts),
        titled,
        street,
        codes,
        "=" * bool(marks & HINT) + said[start:].decode("utf-16-le")[:letters],
        bool(marks & FIRM),
        spot,
        topic,
        bool(marks & PLACED),
    )


def _codes(codes: tuple[int, ...]) -> bytes:
    return pack(f"<{len(codes)}H", *codes) + b"\0\0" * (len(codes) % 2)
