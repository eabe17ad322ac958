"""What merging remembers of a report: its heaviest terms, its places, its body's digest."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from streams.domain.matching import in_ms
from streams.domain.merging.normalise import body_digest, normalise, tokens
from streams.domain.merging.places import district_of, place_keys
from streams.domain.merging.terms import heaviest, terms_of, text_of
from streams.domain.merging.weights import COMMON, Weights, place_bucket
from topics.ids import digest
from topics.inbox import Report
from topics.memory import Sketch

TERMS = 48
BODY = 200  # characters of the body that count: what follows is seldom about the matter
TITLE_TIMES = 3
PLACES = 24  # more than any complaint that was measured
RARE_PLACE = 153  # of 255: what 1 in 130 texts names (市政府, 人民医院, 幼儿园) is no place


def sketch_of(report: Report, weights: Weights) -> Sketch:
    """The sketch of a report. Pure. A region hint wins over a district that the text names."""
    title, text, address = normalise(report.title), normalise(report.text), normalise(report.address)
    head = text[:BODY]
    terms, heavy = _heaviest(title, head, weights.rarity)
    titled = _places(title, weights)
    places = titled | _places(f"{head}|{address}", weights) | _address(address)
    return Sketch(
        version=weights.version,
        at=in_ms(report.occurred_at),
        terms=terms,
        weights=heavy,
        places=tuple(sorted(places)[:PLACES]),
        named=tuple(sorted(titled or places)[:PLACES]),
        district=f"={report.region}" if report.region else district_of(title, address, head),
        citizen=_citizen(report.reporter, title, text, address),
        latitude=report.latitude,
        longitude=report.longitude,
    )


def bare_sketch(report: Report, weights: Weights) -> Sketch:
    """A sketch without words and places, for classes that merge by distance. Pure."""
    said = (report.title, report.text, report.address)
    return Sketch(
        version=weights.version,
        at=in_ms(report.occurred_at),
        terms=(),
        weights=(),
        places=(),
        named=(),
        district="",
        citizen=_citizen(report.reporter, *map(normalise, said)) if report.reporter else "",
        latitude=report.latitude,
        longitude=report.longitude,
    )


@lru_cache(maxsize=1 << 15)
def terms_within(place: str) -> tuple[int, ...]:
    """The terms that a place key puts into the sketch of a text that names it."""
    return tuple(terms_of(place))


def _heaviest(title: str, body: str, rarity: NDArray[np.uint8]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The 48 heaviest terms and their weights."""
    terms, weights = np.empty(TERMS, np.uint64), np.empty(TERMS, np.int64)
    found = heaviest(text_of(title), TITLE_TIMES, text_of(body), rarity, COMMON, terms, weights)
    return tuple(terms[:found].tolist()), tuple(weights[:found].tolist())


def _places(text: str, weights: Weights) -> set[str]:
    return {key for key in place_keys(text) if weights.rarity[place_bucket(key)] >= RARE_PLACE}


def _citizen(reporter: str, title: str, text: str, address: str) -> str:
    """A digest of who said what; '' where nobody is named or nothing is said."""
    body = body_digest(title, text, address) if reporter else ""
    return digest(reporter, body) if body else ""


def _address(address: str) -> set[str]:
    """An address in a script without place words is one place as a whole."""
    words = tokens(address)
    return {" ".join(words)} if len(words) > 1 and address.isascii() else set()
