"""Where a text says it is: names that end in a place word, and the administrative district."""

import re
from collections.abc import Iterable

_LONG_WORDS = (
    "小区 社区 花园 公园 新城 大道 大厦 广场 学院 大学 中学 小学 医院 公司 集团 银行 市场 酒店 宾馆 国际 中心 街道"
)
_LONG = frozenset(_LONG_WORDS.split())
_SHORT = "路街村镇园城苑站校府湾湖山岭桥里庭郡墅院厂寺馆轩阁店楼库港洲坪冲塘岛铺"
_NAME = re.compile(rf"(?=([\u4e00-\u9fff]{{2}}(?:{_LONG_WORDS.replace(' ', '|')}|[{_SHORT}])))")
_NOT_IN_A_NAME = frozenset(
    "的了在是我们本个该这那有到和与及从向对被把请问希望一不为何时什么么于关投诉反映附近周边整各某没无多上下前后里内还要能可以将"
    "所其他她它等都也就因位栋期号"
)
_DISTRICT = re.compile(r"[a-z]\d+[区县市]|(?:(?<=[市省])|(?<![\u4e00-\u9fff]))[\u4e00-\u9fff]{2,3}[区县]")
_ADMINISTRATIVE = re.compile(r"[a-z]\d*[区县市]|[\u4e00-\u9fff]{2}省")
_NO_DISTRICT_WORDS = "小区 社区 园区 景区 校区 片区 辖区 地区 城区 新区 老区 市区 郊区 山区 矿区 业区 发区 务区"
_NO_DISTRICT = tuple(_NO_DISTRICT_WORDS.split())


def place_keys(text: str) -> set[str]:
    """The tails of the place names in normalised text: two characters and the place word ("芳园小区" of 润芳园小区).

    A tail is short on purpose: it is the same whatever stands before the name. Administrative names are no places.
    """
    found = (m.group(1) for m in _NAME.finditer(_ADMINISTRATIVE.sub("|", text)))
    return {key for key in found if key[1:] not in _LONG and not _NOT_IN_A_NAME.intersection(key[:2])}


def district_of(*texts: str) -> str:
    """The first district or county that the texts name, in their order; '' where none does."""
    for text in texts:
        for found in _DISTRICT.findall(text):
            if not found.endswith(_NO_DISTRICT):
                return str(found)
    return ""


def districts_differ(one: str, other: str) -> bool:
    """True where both are known, of one kind, and neither lies within the other (codes nest by prefix)."""
    if not one or not other or (one[0] == "=") != (other[0] == "="):
        return False
    return not (one.startswith(other) or other.startswith(one))


def names_apart(one: Iterable[str], other: Iterable[str]) -> bool:
    """True where both name something and no two names could be spellings of one (中茂城, 中贸城)."""
    mine, yours = _stems(one), _stems(other)
    return bool(mine and yours and not mine & yours)


def _stems(keys: Iterable[str]) -> set[str]:
    """What tells names apart: the characters before the place word (not 园 in 花园小区), or the words of an address."""
    return {part for key in keys for part in (key.split() if " " in key else key[:2]) if part not in _SHORT}
