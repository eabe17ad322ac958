import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.places import district_of, districts_differ, names_apart, place_keys


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


def test_the_first_text_that_names_a_district_wins() -> None:
    assert district_of("无", "a2区", "a3区") == "a2区"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("a3区", "a4区", True),
        ("a3区", "a3区", False),
        ("a3区", "", False),
        ("=430104", "a3区", False),
        ("=430104", "=430104001", False),
        ("=430104", "=430105", True),
    ],
)
def test_districts_differ(one: str, other: str, differ: bool) -> None:
    assert districts_differ(one, other) is districts_differ(other, one) is differ


def test_names_that_share_a_character_may_be_one_name_misspelt() -> None:
    assert not names_apart({"中茂城"}, {"中贸城"})
    assert names_apart({"阳光花园", "花园小区"}, {"平家园", "家园小区"})
    assert not names_apart({"阳光花园"}, set())


def test_addresses_are_compared_by_word() -> None:
    assert not names_apart({"39 lorraine st"}, {"41 lorraine st"})
    assert names_apart({"39 lorraine st"}, {"8 groveland ave"})


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
