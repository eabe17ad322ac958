"""A sketch in numbers: what merging knows of a report, in as few 32-bit words as it takes; kernels that read it.

    0      how many terms, names, names of the title and words of the address: 8 bits each, the first lowest
    1      marks, how many characters the district has, how many codes the body: 8 bits each
    2, 3   when the report occurred, in milliseconds since 1970
    4, 5   a digest of the reporter and the normalised body, 0 where either is unknown
    6, 7   a digest of the reporter, 0 where unknown
           with the mark SPOT, two words each: latitude and longitude
           with the mark TOPIC, 16 words: see `topics`
           terms, heaviest first: bucket x 256 + weight
           names of places, two words each: see `names`; those of the title first
           words of an address that names no place but as a whole, two words each: see `reading.word_number`
           codes of the body, two a word, the even ones first: see `codes`
           the district, two characters a word, the low 16 bits of each code point

Every pair of words is 64 bits, the low ones first.
"""

import numpy as np

from streams.domain.merging.kernel import Words, kernel, part, signed, unsigned

TERMS, NAMES, ADDRESS_WORDS, DISTRICT_LETTERS = 48, 24, 32, 255
BODY_CODES = 32
SPOT, PLACED, HINT, TOPIC, FIRM = 1, 2, 4, 8, 16
"""The report has coordinates; something says where it is, or which firm or thing it is about; the district is a region
hint, not what the text says; it has a topic; the district is a hint, or said by the title or the address."""
HEADER = 8
TOPIC_WORDS = 16
MOST = HEADER + 4 + TOPIC_WORDS + TERMS + 2 * (NAMES + ADDRESS_WORDS) + BODY_CODES // 2 + (DISTRICT_LETTERS + 1) // 2
"""Words of the longest sketch."""
_BYTE = 255


@part
def count_of(words: Words, base: int, which: int) -> int:
    """How many terms (0), names (1), names of the title (2) or words of the address (3) a sketch has."""
    return signed(words[base]) >> 8 * which & _BYTE


@part
def marked(words: Words, base: int, mark: int) -> bool:
    """Whether a sketch has a mark."""
    return words[base + 1] & mark != 0


@part
def letters_of(words: Words, base: int) -> int:
    """How many characters its district has."""
    return signed(words[base + 1]) >> 8 & _BYTE


@part
def codes_of(words: Words, base: int) -> int:
    """How many codes of its body a sketch has."""
    return signed(words[base + 1]) >> 16 & _BYTE


@part
def topic_at(words: Words, base: int) -> int:
    """Where its topic begins, with the mark TOPIC."""
    return base + HEADER + (4 if marked(words, base, SPOT) else 0)


@part
def terms_at(words: Words, base: int) -> int:
    """Where its terms begin."""
    return topic_at(words, base) + (TOPIC_WORDS if marked(words, base, TOPIC) else 0)


@part
def names_at(words: Words, base: int) -> int:
    """Where its names begin."""
    return terms_at(words, base) + count_of(words, base, 0)


@part
def address_at(words: Words, base: int) -> int:
    """Where the words of its address begin."""
    return names_at(words, base) + 2 * count_of(words, base, 1)


@part
def codes_at(words: Words, base: int) -> int:
    """Where the codes of its body begin."""
    return address_at(words, base) + 2 * count_of(words, base, 3)


@part
def district_at(words: Words, base: int) -> int:
    """Where its district begins."""
    return codes_at(words, base) + (codes_of(words, base) + 1) // 2


@kernel
def size_of(words: Words, base: int) -> int:
    """How many words a sketch has."""
    return district_at(words, base) + (letters_of(words, base) + 1) // 2 - base


@part
def pair(words: Words, at: int) -> int:
    """The 64 bits of two words."""
    return unsigned(words[at + 1]) << unsigned(32) | unsigned(words[at])


@part
def put_pair(words: Words, at: int, bits: int) -> None:
    """Write 64 bits into two words."""
    words[at] = np.uint32(bits & unsigned(0xFFFF_FFFF))
    words[at + 1] = np.uint32(bits >> unsigned(32))


@part
def moment(words: Words, base: int) -> int:
    """When its report occurred, in milliseconds since 1970."""
    return signed(pair(words, base + 2))


@part
def degrees(words: Words, base: int, which: int) -> float:
    """Latitude (0) or longitude (1); only of a sketch with the mark SPOT."""
    at = base + HEADER + 2 * which
    return words[at : at + 2].view(np.float64)[0]


@part
def letter(words: Words, base: int, at: int) -> int:
    """A character of its district."""
    return signed(words[district_at(words, base) + at // 2]) >> 16 * (at % 2) & 0xFFFF


@part
def put_letter(words: Words, start: int, at: int, code: int) -> None:
    """Write a character of a district that begins at `start`; the even ones first."""
    if at % 2:
        words[start + at // 2] |= np.uint32((code & 0xFFFF) << 16)
    else:
        words[start + at // 2] = np.uint32(code & 0xFFFF)
