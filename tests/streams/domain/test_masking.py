"""Personal numbers go, everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.domain.masking import mask

SECRETS = [
    "13812345678",
    "138 1234 5678",
    "138-1234-5678",
    "1381 234 5678",
    "+86 13812345678",
    "8613812345678",
    "1３８１２３４５６７8",
    "１３８－１２３４－５６７８",
    "0731-88665555",
    "0731 8866 5555",
    "（0731）88665555",
    "(010)88665555",
    "+86 731 88665555",
    "0746—2213405",
    "(617) 635-4500",
    "617-635-4500",
    "617.635.4500",
    "+1 617 635 4500",
    "6176354500",
    "430102199001011234",
    "43010219900101123X",
    "４３０１０２１９９００１０１１２３ｘ",
    "430102900101123",
    "6222021234567890123",
    "6222 0212 3456 7890 123",
    "4111111111111111",
    "4111-1111-1111-1111",
    "378282246310005",
    "zhang.san@example.com",
    "zhang＠ｅxample.com.cn",
]
TELEPHONES = [
    "电话88665555",
    "联系电话：8866-5555",
    "拨打3322792、3321147",
    "call 635-4500",
    "座机 13812345678、88665555",
]
PLATES = ["湘A12345", "湘Ａ·Ｄ12345", "粤B12345挂", "京 A·F1234", "苏e2g81c", "鄂AF60012"]
HARMLESS = [
    "2019-01-05 08:30:00至2019-02-03",
    "20190105",
    "致电20190105之前",
    "编号2019010512",
    "2018-2019学年，联系2019-2020年度",
    "3-1301室，12栋1单元1301-1306",
    "共12345678元，约5000000000元",
    "3000-5000元/平，120.5㎡",
    "拨打12345热线、12123、110",
    "邮编410000，[2014]90号",
    "A0182491",
    "42.2715,-71.0772",
    "4111111111111112",
    "新A1区和云P2P平台，A市A9区",
    "39 Lorraine St Roslindale MA 02131",
    "3.5米，第9876543项",
]


@pytest.mark.feature("reports.personal-data")
@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("找我", "谢谢"), ("see ", "."), ("12号 ", "\n2019年")])
def test_a_personal_number_is_starred_out_and_nothing_else(secret: str, before: str, after: str) -> None:
    masked = mask(before + secret + after)

    assert masked.startswith(before)
    assert masked.endswith(after)
    inside = masked[len(before) : len(masked) - len(after)]
    assert not any(c.isalnum() for c in inside)
    assert len(masked) == len(before + secret + after)


@pytest.mark.parametrize("text", TELEPHONES)
def test_short_numbers_go_where_the_words_say_telephone(text: str) -> None:
    masked = mask(text)
    assert not any(c.isdigit() for c in masked)
    assert masked[:2] == text[:2]


@pytest.mark.parametrize("plate", PLATES)
def test_a_plate_keeps_its_province(plate: str) -> None:
    masked = mask(f"车牌{plate}的车")
    assert masked[2] == plate[0]
    assert not any(c.isdigit() for c in masked)
    assert masked.endswith("的车")


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_houses_amounts_and_the_like_stay(text: str) -> None:
    assert mask(text) == text


def test_what_is_wide_and_not_personal_stays_wide() -> None:
    assert mask("６月２６日，电话１３８１２３４５６７８") == "６月２６日，电话***********"


_PIECES = st.sampled_from([*SECRETS, *TELEPHONES, *PLATES, *HARMLESS, "，", " ", "\n", "转801", "京A", "@"])


@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_any_text_keeps_its_length_and_loses_only_letters_and_digits(text: str) -> None:
    masked = mask(text)

    assert len(masked) == len(text)
    assert all(m == t or (m == "*" and t.isalnum()) for m, t in zip(masked, text, strict=True))
