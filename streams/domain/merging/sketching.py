"""The kernels that fill a sketch."""

from math import isnan

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.alphabet import Kinds, Spelling
from streams.domain.merging.codes import put_codes
from streams.domain.merging.gist import LONG_BODY, body_codes, names_a_thing
from streams.domain.merging.kernel import Codes, Words, kernel, part, unsigned
from streams.domain.merging.names import find_district
from streams.domain.merging.packed import (
    DISTRICT_LETTERS,
    FIRM,
    HEADER,
    HINT,
    PLACED,
    SPOT,
    TERMS,
    TOPIC,
    TOPIC_WORDS,
    put_letter,
    put_pair,
)
from streams.domain.merging.placing import put_address, put_names
from streams.domain.merging.reading import read_tokens, spell
from streams.domain.merging.saying import digests
from streams.domain.merging.terms import Counted, count, counting_table, heaviest
from streams.domain.merging.topics import Topics, put_topic
from streams.domain.merging.weights import COMMON

BODY = 200  # characters of the body that count: what follows is seldom about the matter
TITLE_TIMES = 3
WHOLE = 3  # words of an address that are enough to go by it alone: a number, a street, and what it is
_HOW_LONG = 3  # times as long as a text its normalised form may be
Learnt = tuple[NDArray[np.uint8], Topics]
"""The rarity of each bucket, and what the terms are about."""


@kernel
def fill(
    raw: Codes,
    lengths: tuple[int, int, int, int],
    facts: tuple[int, float, float, bool, bool],
    table: Spelling,
    kinds: Kinds,
    learnt: Learnt,
    sketch: Words,
) -> int:
    """Fill `sketch` (see `packed`), MOST words long; its size, or -1 where the spelling of the texts is not sure.

    `raw` is title, text, address, region and reporter, one behind the other, the first four of these lengths. `facts`
    are moment, latitude and longitude (not a number where unknown), and whether it is bare, and spelt already.
    """
    at, latitude, longitude, bare, spelt = facts
    begin_text, begin_address = lengths[0], lengths[0] + lengths[1]
    end = begin_address + lengths[2]
    region, reporter = raw[end : end + lengths[3]], raw[end + lengths[3] :]
    spotted = not isnan(latitude)
    if bare and not reporter.shape[0] and (spotted or begin_address == end):
        return _header(sketch, at, latitude, longitude, (unsigned(0), unsigned(0)))
    title, title_sure = spelt_as(raw[:begin_text], spelt, table, kinds)
    text, text_sure = spelt_as(raw[begin_text:begin_address], spelt, table, kinds)
    address, address_sure = spelt_as(raw[begin_address:end], spelt, table, kinds)
    if not (title_sure and text_sure and address_sure):
        return -1
    size = _header(sketch, at, latitude, longitude, digests(title, text, address, reporter, kinds))
    if not bare:
        return _words(sketch, size, title, text, address, region, kinds, learnt)
    return size if spotted else _address_alone(sketch, size, address, kinds)


@kernel
def counted(title: Codes, body: Codes, kinds: Kinds) -> Counted:
    """How often each term stands in a text, its title counting thrice."""
    tokens = np.empty(max(title.shape[0], body.shape[0]), np.uint64)
    table = counting_table(title.shape[0] + body.shape[0])
    count(tokens[: read_tokens(title, kinds, tokens)], TITLE_TIMES, table)
    count(tokens[: read_tokens(body, kinds, tokens)], 1, table)
    return table


@part
def spelt_as(raw: Codes, spelt: bool, table: Spelling, kinds: Kinds) -> tuple[Codes, bool]:
    """A normalised text, and whether that is sure."""
    if spelt:
        return raw, True
    codes = np.empty(_HOW_LONG * raw.shape[0], np.uint32)
    size = spell(raw, table, kinds, codes)
    return codes[: max(0, size)], size >= 0


@part
def _header(sketch: Words, at: int, latitude: float, longitude: float, who: tuple[int, int]) -> int:
    sketch[:2] = 0
    put_pair(sketch, 2, unsigned(at))
    put_pair(sketch, 4, who[0])
    put_pair(sketch, 6, who[1])
    if isnan(latitude):
        return HEADER
    sketch[1] = SPOT | PLACED
    spot = sketch[HEADER : HEADER + 4].view(np.float64)
    spot[0], spot[1] = latitude, longitude
    return HEADER + 4


@part
def _words(
    sketch: Words, size: int, title: Codes, body: Codes, address: Codes, region: Codes, kinds: Kinds, learnt: Learnt
) -> int:
    rarity, topics = learnt
    tokens = np.empty(max(title.shape[0], body.shape[0], address.shape[0]), np.uint64)
    about = counting_table(title.shape[0] + min(LONG_BODY, body.shape[0]))
    count(tokens[: read_tokens(body[:LONG_BODY], kinds, tokens)], 1, about)
    said = body_codes(about, rarity)
    count(tokens[: read_tokens(title, kinds, tokens)], TITLE_TIMES, about)
    if put_topic(sketch, size, about, topics):
        sketch[1] |= np.uint32(TOPIC)
        size += TOPIC_WORDS
    terms = heaviest(counted(title, body[:BODY], kinds), rarity, COMMON, sketch[size : size + TERMS])
    size += terms
    names, titled = put_names(sketch, size, title, body[:BODY], address, kinds, rarity)
    size += 2 * names
    words = put_address(sketch, size, address, kinds, tokens, False)
    size += 2 * words
    sketch[0] = terms | names << 8 | titled << 16 | words << 24
    sketch[1] |= np.uint32(said.shape[0] << 16)
    size = put_codes(sketch, size, said)
    if names or address.shape[0] or names_a_thing(title, kinds, rarity):
        sketch[1] |= np.uint32(PLACED)
    return _district(sketch, size, title, body[:BODY], address, region, kinds)


@part
def _address_alone(sketch: Words, size: int, address: Codes, kinds: Kinds) -> int:
    """The address of a report without coordinates, whose class merges by distance; none where it is too short."""
    words = put_address(sketch, size, address, kinds, np.empty(address.shape[0], np.uint64), True)
    if words < WHOLE:
        return size
    sketch[0], sketch[1] = words << 24, PLACED
    return size + 2 * words


@part
def _district(sketch: Words, start: int, title: Codes, body: Codes, address: Codes, region: Codes, kinds: Kinds) -> int:
    found = region[:DISTRICT_LETTERS]
    if found.shape[0]:
        sketch[1] |= np.uint32(HINT | FIRM)
    for text in (title, address):
        if not found.shape[0]:
            found = _district_in(text, kinds)
            sketch[1] |= np.uint32(FIRM if found.shape[0] else 0)
    if not found.shape[0]:
        found = _district_in(body, kinds)
    if found.shape[0]:
        sketch[1] |= np.uint32(PLACED | found.shape[0] << 8)
    for at in range(found.shape[0]):
        put_letter(sketch, start, at, found[at])
    return start + (found.shape[0] + 1) // 2


@part
def _district_in(text: Codes, kinds: Kinds) -> Codes:
    begin, end = find_district(text, kinds)
    return text[begin : min(end, begin + DISTRICT_LETTERS)]
