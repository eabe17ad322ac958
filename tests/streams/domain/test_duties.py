"""Which unit is in charge, beside whom, and how far it may go."""

import pytest

from streams.domain.duties import Assigned, Duties
from tests.streams.domain.stories import policy
from topics.duty import Duty, Unit
from topics.policy import Class, Policy, Region

UNITS = (
    Unit(code="centre", name="指挥中心", level=1, region="d"),
    Unit(code="water", name="水务局", level=1, parent="centre", system="供水系统"),
    Unit(code="north", name="北街街道", level=2, parent="centre", region="n"),
    Unit(code="second", name="北街城管队", level=2, parent="north", region="n"),
    Unit(code="mill", name="磨坊社区", level=3, parent="north", region="n1"),
)


def city(*duties: Duty, units: tuple[Unit, ...] = UNITS) -> Policy:
    """Classes a > b, regions d > n > n1 > n11, and d > s."""
    regions = (("d", "", 1), ("n", "d", 2), ("n1", "n", 3), ("n11", "n1", 4), ("s", "d", 2))
    changes = {
        "classes": tuple(Class(code=code, name=code, parent=parent) for code, parent in (("a", ""), ("b", "a"))),
        "regions": tuple(Region(code=code, name=code, parent=up, level=level) for code, up, level in regions),
        "units": units,
        "duties": duties,
    }
    return policy().model_copy(update=changes)


def owner(wanted: Policy, code: str, region: str) -> str | None:
    found = Duties(wanted).owner(code, region)
    return found.unit if found else None


def test_the_deepest_class_wins_then_the_deepest_region_then_the_first() -> None:
    of_class = Duty(classes=("b", "nothing"), unit="1"), Duty(classes=("b",), unit="2")
    of_place = Duty(classes=("a",), regions=("n", "n1"), unit="3"), Duty(classes=("a",), regions=("d",), unit="4")
    wanted = city(Duty(unit="5"), *of_place, Duty(regions=("n11",), unit="6"), *of_class)
    assert [owner(wanted, "b", place) for place in ("n11", "s", "unknown")] == ["1", "1", "1"]
    assert [owner(wanted, "a", place) for place in ("n11", "n", "s", "unknown")] == ["3", "3", "4", "5"]
    assert [owner(wanted, "of old", place) for place in ("n11", "n1", "of old")] == ["6", "5", "5"]


def test_nobody_is_in_charge_of_what_no_duty_names() -> None:
    assert Duties(city(Duty(classes=("b",), unit="water"))).owner("a", "n") is None


@pytest.mark.parametrize(
    ("level", "region", "unit"),
    [(3, "n11", "mill"), (3, "n1", "mill"), (3, "n", None), (2, "n11", "north"), (2, "s", None)],
)
def test_a_level_is_the_unit_around_the_place(level: int, region: str, unit: str | None) -> None:
    assert owner(city(Duty(level=level)), "a", region) == unit


def test_a_unit_without_a_region_is_everywhere() -> None:
    assert [owner(city(Duty(level=1)), "a", region) for region in ("n11", "unknown")] == ["centre", "water"]


def test_nobody_assists_himself() -> None:
    duties = Duties(city(Duty(level=2, assistants=("water", "north"))))
    assert duties.owner("a", "n") == Assigned("north", ("water",))


def test_who_may_close() -> None:
    duties = Duties(city(Duty(classes=("a",), unit="water", closed_by=(1, 3)), Duty(unit="water")))
    told = {unit: duties.may_close(unit, "b", "n") for unit in ("centre", "north", "mill", "somebody")}
    assert told == {"centre": True, "north": False, "mill": True, "somebody": True}
    assert duties.may_close("north", "of old", "n")
    assert Duties(city()).may_close("north", "a", "n")


def test_what_is_known_of_a_unit() -> None:
    duties = Duties(city())
    assert [duties.known(unit) for unit in ("mill", "磨坊社区")] == [True, False]
    assert [duties.code(said) for said in ("mill", "磨坊社区", "somebody")] == ["mill", "mill", "somebody"]
    assert [duties.name(unit) for unit in ("mill", "somebody")] == ["磨坊社区", "somebody"]
    assert [duties.system(unit) for unit in ("water", "mill", "somebody")] == ["供水系统", "", ""]
    assert [duties.above(unit) for unit in ("mill", "centre", "somebody")] == ["north", "", ""]


def test_a_code_counts_before_a_name_the_first_name_before_another() -> None:
    named = [Unit(code=code, name=name, level=1) for code, name in (("1", "2"), ("2", "二"), ("3", "二"))]
    duties = Duties(city(units=tuple(named)))
    assert [duties.code(said) for said in ("2", "二")] == ["2", "2"]


def test_a_policy_without_units_knows_all() -> None:
    assert Duties(city(units=())).known("somebody")
