"""What a character is, and how it is spelt: the tables by which the kernels read."""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.normalise import HAN_RANGES, traditional

HAN, WORD, ALNUM, DIGIT, IDEOGRAPH = 1, 2, 4, 8, 16
"""A token by itself; part of a word of another script; letter or digit; digit; what Chinese names are made of."""
ENDS_A_NAME, BEGINS_A_LONG_WORD, IN_NO_NAME = 32, 16384, 64
"""A place word; the first of two characters that are one; never in a name."""
AREA, CITY, COUNTY, PROVINCE, NO_DISTRICT = 128, 256, 512, 1024, 2048
"""区; 市; 县; 省; what makes a word and no district with 区 after it (小区)."""
LONG = "小区社区花园公园新城大道大厦广场学院大学中学小学医院公司集团银行市场酒店宾馆国际中心街道"  # two characters each
SHORT = "路街村镇园城苑站校府湾湖山岭桥里庭郡墅院厂寺馆轩阁店楼库港洲坪冲塘岛铺"
_NOT_IN_A_NAME = (
    "的了在是我们本个该这那有到和与及从向对被把请问希望一不为何时什么么于关投诉反映附近周边整各某没无多上下前后里内还要能可以将"
    "所其他她它等都也就因位栋期号"
)
_NOT_BEFORE_AREA = "小社园景校片辖地城新老市郊山矿业发务"
_BEFORE_UNFIRED, UNFIRED, _AFTER_UNFIRED = "一土打拉捏毛陶", "坏", "土子布"
BEFORE_UNFIRED, AFTER_UNFIRED = 4096, 8192
"""坏 is simplified, and common; beside one of these it is traditional for 坯."""
_MARKS = (
    (SHORT, ENDS_A_NAME),
    (LONG[::2], BEGINS_A_LONG_WORD),
    (_NOT_IN_A_NAME, IN_NO_NAME),
    ("区", AREA),
    ("市", CITY),
    ("县", COUNTY),
    ("省", PROVINCE),
    (_NOT_BEFORE_AREA, NO_DISTRICT),
    (_BEFORE_UNFIRED, BEFORE_UNFIRED),
    (_AFTER_UNFIRED, AFTER_UNFIRED),
)
KNOWN = 0x40000  # no character behind these is a letter
SPELT = 0x20000  # characters whose spelling the table tells
UNSURE = np.uint32(0xFFFF_FFFF)
LONGER = np.uint32(0x8000_0000)
ROW = 4  # a longer spelling: how many characters, then they
_HANGUL_PARTS = (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))
_AFTER_ITS_NEIGHBOURS = "Σ"  # the only letter whose small form depends on where it stands

Kinds = NDArray[np.uint16]
Spelling = NDArray[np.uint32]


@cache
def kinds() -> Kinds:
    """The kinds of every character, by code point."""
    table = np.zeros(KNOWN, np.uint16)
    for code in range(KNOWN):
        char = chr(code)
        if char.isalnum():
            table[code] = WORD | ALNUM | (DIGIT if char.isdecimal() else 0)
    for begin, end in HAN_RANGES:
        table[begin : end + 1] = table[begin : end + 1] & ALNUM | HAN
    table[0x4E00:0xA000] |= IDEOGRAPH
    for characters, mark in _MARKS:
        table[list(map(ord, characters))] |= mark
    return table


@cache
def spelling() -> Spelling:
    """The normalised form of each character.

    UNSURE where it depends on the neighbours (or on a phrase, for traditional characters); LONGER and the place of a
    row where it is more than one character.
    """
    table = np.full(SPELT, UNSURE)
    rows: list[str] = []
    merging, changing = _merges_with_what_is_before(), traditional()
    for code in range(SPELT):
        plain = unicodedata.normalize("NFKC", chr(code))
        if merging.isdisjoint(plain) and _AFTER_ITS_NEIGHBOURS not in plain:
            small = plain.lower()
            if len(small) < ROW and not changing.search(small):
                table[code] = ord(small) if len(small) == 1 else LONGER | np.uint32(SPELT + ROW * len(rows))
                rows += [small] if len(small) > 1 else []
    table[ord(UNFIRED)] = ord(UNFIRED)
    lengths = [[len(row), *map(ord, row.ljust(ROW - 1))] for row in rows]
    return np.concatenate((table, np.array(lengths, np.uint32).ravel()))


def _merges_with_what_is_before() -> set[str]:
    """Characters that may become one with, or change places with, those before them."""
    every = [chr(code) for code in range(KNOWN)]
    pairs = (unicodedata.decomposition(char).split() for char in every)
    seconds = {chr(int(pair[1], 16)) for pair in pairs if len(pair) > 1 and pair[0][0] != "<"}
    return seconds | {char for char in every if unicodedata.combining(char)} | set(map(chr, _HANGUL_PARTS))
