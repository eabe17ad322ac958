"""Where a text says it is: names that end in a place word, and the administrative district."""

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.names import DISTRICT, ENDS_A_NAME, HAN, IN_NO_NAME, PROVINCE, Kinds, names_in
from streams.domain.merging.terms import codes_of

_LONG_WORDS = (
    "小区 社区 花园 公园 新城 大道 大厦 广场 学院 大学 中学 小学 医院 公司 集团 银行 市场 酒店 宾馆 国际 中心 街道"
)
_SHORT = "路街村镇园城苑站校府湾湖山岭桥里庭郡墅院厂寺馆轩阁店楼库港洲坪冲塘岛铺"
_NOT_IN_A_NAME = (
    "的了在是我们本个该这那有到和与及从向对被把请问希望一不为何时什么么于关投诉反映附近周边整各某没无多上下前后里内还要能可以将"
    "所其他她它等都也就因位栋期号"
)
_DISTRICT = re.compile(r"[a-z]\d+[区县市]|(?:(?<=[市省])|(?<![\u4e00-\u9fff]))[\u4e00-\u9fff]{2,3}[区县]")
_NO_DISTRICT_WORDS = "小区 社区 园区 景区 校区 片区 辖区 地区 城区 新区 老区 市区 郊区 山区 矿区 业区 发区 务区"
_NO_DISTRICT = tuple(_NO_DISTRICT_WORDS.split())


def place_keys(text: str) -> set[str]:
    """The tails of the place names in normalised text: two characters and the place word ("芳园小区" of 润芳园小区).

    A tail is short on purpose: it is the same whatever stands before the name. Administrative names are no places.
    """
    spans = np.empty((len(text), 2), np.int32)
    found = names_in(codes_of(text), *_tables(), spans)
    return {text[begin:end] for begin, end in spans[:found].tolist()}


@cache
def _tables() -> tuple[Kinds, NDArray[np.uint32]]:
    """What `names_in` knows of characters and of long place words."""
    kinds = np.zeros(1 << 16, np.uint8)
    kinds[0x4E00:0xA000] = HAN
    marks = ((_SHORT, ENDS_A_NAME), (_NOT_IN_A_NAME, IN_NO_NAME), ("区县市", DISTRICT), ("省", PROVINCE))
    for characters, mark in marks:
        kinds[list(map(ord, characters))] |= mark
    return kinds, np.array([list(map(ord, word)) for word in _LONG_WORDS.split()], np.uint32)


def district_of(*texts: str) -> str:
    """The first district or county that the texts name, in their order; '' where none does."""
    for text in texts:
        for found in _DISTRICT.finditer(text):
            if not found[0].endswith(_NO_DISTRICT):
                return found[0]
    return ""


def districts_differ(one: str, other: str) -> bool:
    """True where both are known, of one kind, and neither lies within the other (codes nest by prefix)."""
    if not one or not other or (one[0] == "=") != (other[0] == "="):
        return False
    return not (one.startswith(other) or other.startswith(one))


def names_apart(one: Iterable[str], other: Iterable[str]) -> bool:
    """True where both name something and no two names could be spellings of one (中茂城, 中贸城)."""
    mine, yours = _stems(one), _stems(other)
    return bool(mine and yours) and mine.isdisjoint(yours)


def _stems(keys: Iterable[str]) -> set[str]:
    """What tells names apart: the characters before the place word (not 园 in 花园小区), or the words of an address."""
    return {part for key in keys for part in (key.split() if " " in key else key[:2]) if part not in _SHORT}
