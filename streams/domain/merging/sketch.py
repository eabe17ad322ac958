"""What merging remembers of a report: its heaviest terms, its places, its body's digest."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from streams.domain.merging.normalise import body_digest, normalise, tokens
from streams.domain.merging.places import district_of, place_keys
from streams.domain.merging.weights import COMMON, Weights, bucket
from topics.inbox import Report
from topics.memory import Sketch

TERMS = 48
BODY = 200  # characters of the body that count: what follows is seldom about the matter
TITLE_TIMES = 3
RARE_PLACE = 153  # of 255: what 1 in 130 texts names (市政府, 人民医院, 幼儿园) is no place


def terms_of(text: str) -> Iterator[str]:
    """Adjacent pairs of tokens (character bigrams in Chinese), and each word of another script alone."""
    found = tokens(text)
    yield from (f"{a} {b}" for a, b in pairwise(found))
    yield from (t for t in found if len(t) > 1)


def place_term(key: str) -> str:
    """The term under which the rarity of a place key is kept."""
    return f"place {key}"


def sketch_of(report: Report, weights: Weights) -> Sketch:
    """The sketch of a report. Pure. A region hint wins over a district that the text names."""
    title, text, address = normalise(report.title), normalise(report.text), normalise(report.address)
    head = text[:BODY]
    heavy = _heaviest(title, head, weights)
    titled, places = _places(title, weights), _places(f"{title}|{head}|{address}", weights) | _address(address)
    return Sketch(
        version=weights.version,
        terms=tuple(term for term, _ in heavy),
        weights=tuple(weight for _, weight in heavy),
        places=tuple(sorted(places)),
        named=tuple(sorted(titled or places)),
        district=f"={report.region}" if report.region else district_of(title, address, head),
        body=body_digest(title, text, address),
        latitude=report.latitude,
        longitude=report.longitude,
    )


def _heaviest(title: str, body: str, weights: Weights) -> list[tuple[int, int]]:
    """The 48 heaviest terms by frequency x rarity, ascending by bucket, scaled so that the heaviest weighs 255."""
    times: Counter[int] = Counter()
    for text, factor in ((title, TITLE_TIMES), (body, 1)):
        for term in terms_of(text):
            times[bucket(term)] += factor
    rarity = weights.rarity
    heavy = sorted(((-n * rarity[b], b) for b, n in times.items() if rarity[b] >= COMMON))[:TERMS]
    top = -heavy[0][0] if heavy else 1
    return sorted((b, max(1, (-weight * 510 + top) // (2 * top))) for weight, b in heavy)


def _places(text: str, weights: Weights) -> set[str]:
    return {key for key in place_keys(text) if weights.of(place_term(key)) >= RARE_PLACE}


def _address(address: str) -> set[str]:
    """An address in a script without place words is one place as a whole."""
    words = tokens(address)
    return {" ".join(words)} if len(words) > 1 and address.isascii() else set()
