import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.alphabet import kinds
from streams.domain.merging.learning import codes_of, place_keys
from streams.domain.merging.names import find_district


def district_of(text: str) -> str:
    begin, end = find_district(codes_of(text), kinds())
    return text[begin:end]


def test_a_name_has_one_key_whatever_stands_before_it() -> None:
    assert place_keys("投诉a2区中建丽发新城附近的噪音") == place_keys("丽发新城噪音") == {"丽发新城"}


def test_general_words_and_administrative_names_are_no_places() -> None:
    assert place_keys("我们小区的路, a市, 本村, 湖南省") == set()


def test_a_long_place_word_is_not_found_twice() -> None:
    assert place_keys("爱康医院") == {"爱康医院"}


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("a市a3区梅溪湖", "a3区"),
        ("广州市天河区体育西路", "天河区"),
        ("长沙县星沙", "长沙县"),
        ("丽发小区停水", ""),
        ("老城区改造", ""),
    ],
)
def test_district(text: str, district: str) -> None:
    assert district_of(text) == district


LONG_WORDS = (
    "小区|社区|花园|公园|新城|大道|大厦|广场|学院|大学|中学|小学|医院|公司|集团|银行|市场|酒店|宾馆|国际|中心|街道"
)
SHORT = "路街村镇园城苑站校府湾湖山岭桥里庭郡墅院厂寺馆轩阁店楼库港洲坪冲塘岛铺"
NAME = re.compile(rf"(?=([\u4e00-\u9fff]{{2}}(?:{LONG_WORDS}|[{SHORT}])))")
ADMINISTRATIVE = re.compile(r"[a-z]\d*[区县市]|[\u4e00-\u9fff]{2}省")


@settings(deadline=None, max_examples=300)
@given(text=st.text(alphabet="西湖芳大学院小区公园路里省市a1的|,", max_size=30))
def test_place_keys_are_those_of_the_expression(text: str) -> None:
    found = {match[1] for match in NAME.finditer(ADMINISTRATIVE.sub("|", text))}
    assert place_keys(text) == {
        key for key in found if key[1:] not in LONG_WORDS.split("|") and "的" not in key[:2] and "里" not in key[:2]
    }


DISTRICT = re.compile(r"[a-z]\d+[区县市]|(?:(?<=[市省])|(?<![\u4e00-\u9fff]))[\u4e00-\u9fff]{2,3}[区县]")
NO_DISTRICT = tuple(f"{char}区" for char in "小社园景校片辖地城新老市郊山矿业发务")


@settings(deadline=None, max_examples=500)
@given(text=st.text(alphabet="天河星区县市省小老a12٣ ,", max_size=14))
def test_the_district_is_that_of_the_expression(text: str) -> None:
    found = (match[0] for match in DISTRICT.finditer(text) if not match[0].endswith(NO_DISTRICT))
    assert district_of(text) == next(found, "")
