"""What forbids that two reports are one case."""

import pytest

from streams.domain.merging.conflict import conflict
from streams.domain.merging.likeness import weigh
from tests.streams.domain.merging.unpacked import Plain, block, met, packed

WORDS = tuple((term, 200) for term in range(40))
OTHER_WORDS = tuple((term, 200) for term in range(30, 70))
BODY, OTHER_BODY = tuple(range(0, 40, 2)), tuple(range(101, 141, 2))
LORRAINE, GROVELAND = (1 << 63 | 1, 1 << 63 | 2), (1 << 63 | 3, 1 << 63 | 4)


def replaced(plain: Plain, **changes: object) -> Plain:
    return Plain(**{**plain._asdict(), **changes})


def apart(one: Plain, other: Plain) -> bool:
    """Whether two reports conflict: the same whoever asks."""
    (asked, kept), (later, known) = (met(packed(side)) for side in (one, other))
    found = conflict(asked, weigh(asked), known, block(0))
    assert conflict(later, weigh(later), kept, block(0)) == found
    return bool(found)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("a3区", "a4区", True),
        ("a3区", "a3区", False),
        ("a3区", "", False),
        ("=a4区", "a3区", False),
        ("=430104", "=430104001", False),
        ("=430104", "=430105", True),
        ("=430105001", "=430104", True),
    ],
)
def test_districts_differ(one: str, other: str, differ: bool) -> None:
    assert apart(Plain(district=one, firm=True), Plain(district=other, firm=True)) is differ
    assert not apart(Plain(district=one), Plain(district=other, firm=True))


def test_spots_are_far_apart_from_two_kilometres_on() -> None:
    here = Plain(spot=(28.0, 112.0))
    assert apart(here, Plain(spot=(28.018, 112.0)))
    assert not apart(here, Plain(spot=(28.0179, 112.0)))
    assert not apart(here, Plain())


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("中茂城",), ("中贸城",), False),
        (("阳光花园", "花园小区"), ("和平家园",), True),
        (("阳光花园",), (), False),
        (("西路小区",), ("东路小区",), True),
        (("湖路小区",), ("东路小区",), False),
    ],
)
def test_names_are_told_apart_by_the_characters_before_the_place_word(
    one: tuple[str, ...], other: tuple[str, ...], differ: bool
) -> None:
    assert apart(Plain(names=one), Plain(names=other)) is differ


def test_a_place_beside_a_shared_one_is_swapped_only_in_a_text_that_is_used_again() -> None:
    one = Plain(names=("溪湖路", "阳光花园"), terms=WORDS)
    assert apart(one, Plain(names=("溪湖路", "平家园"), terms=WORDS))
    assert not apart(one, Plain(names=("溪湖路", "平家园"), terms=OTHER_WORDS))
    body = replaced(one, terms=OTHER_WORDS, body=BODY)
    assert apart(body, Plain(names=("溪湖路", "平家园"), terms=WORDS, body=BODY[:10] + OTHER_BODY[:10]))
    assert not apart(body, Plain(names=("溪湖路", "平家园"), terms=WORDS, body=BODY[:9] + OTHER_BODY[:11]))


def test_one_citizen_may_call_a_place_by_two_names_but_is_not_in_two_places() -> None:
    one, other = Plain(names=("阳光花园",), citizen=7), Plain(names=("和平家园",), citizen=7)
    assert not apart(one, other)
    assert apart(one, replaced(other, citizen=8))
    assert apart(replaced(one, spot=(28.0, 112.0)), replaced(other, spot=(28.1, 112.0)))


def test_only_the_places_of_a_title_count_where_it_names_one() -> None:
    one = Plain(names=("阳光花园", "溪湖路"), titled=1)
    assert not apart(one, Plain(names=("阳光花园", "枫林路"), titled=1))
    assert apart(one, Plain(names=("和平家园", "枫林路"), titled=1))


def test_addresses_are_compared_by_word() -> None:
    assert not apart(Plain(address=LORRAINE), Plain(address=(1 << 63 | 9, LORRAINE[1])))
    assert apart(Plain(address=LORRAINE), Plain(address=GROVELAND))
