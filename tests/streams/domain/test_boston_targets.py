"""Boston's own targets, of a whole quarter, are what the shipped policy says."""

from pathlib import Path

import pytest

from tests.quality.targets import FILE, Request, largest, requests, share


@pytest.fixture(scope="module")
def told(data_dir: Path) -> list[Request]:
    return requests(data_dir / FILE)


def test_due_times_are_the_citys_to_the_minute(told: list[Request]) -> None:
    assert share(one.met for of in largest(told).values() for one in of) >= 0.98


def test_who_is_late_is_late_for_the_city_too(told: list[Request]) -> None:
    assert share(one.agrees for one in told if one.closed) >= 0.99
    assert share(one.agrees for one in told if one.closed and one.target) >= 0.99
