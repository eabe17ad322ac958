import pytest

from streams.domain.numbers import Numbers


def test_names_are_numbered_as_they_come() -> None:
    numbers = Numbers()
    assert [numbers.of(name) for name in ("a", "b", "a")] == [0, 1, 0]
    assert numbers[1] == "b"


def test_a_freed_number_is_given_again() -> None:
    numbers = Numbers()
    for name in "abc":
        numbers.of(name)
    assert numbers.free("b") == 1
    assert (numbers.of("d"), numbers[1], numbers.of("b")) == (1, "d", 3)


def test_a_name_without_a_number_cannot_be_freed() -> None:
    with pytest.raises(KeyError):
        Numbers().free("a")
