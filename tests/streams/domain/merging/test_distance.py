from collections.abc import Callable
from datetime import timedelta
from math import cos, radians

import pytest

from streams.domain.merging.spot import METRES_PER_DEGREE, centimetres
from tests.streams.domain.merging.stage import T0, Stage, report
from topics.inbox import Report
from topics.merge_rule import DistanceMerge, TextMerge
from topics.reasons import MergeReason

RULE = DistanceMerge(radius_m=60, window_days=20)
HERE = (42.2715, -71.0772)


@pytest.fixture
def town(stage: Callable[[TextMerge | DistanceMerge], Stage]) -> Stage:
    return stage(RULE)


def hole(report_id: str, east: float = 0, north: float = 0, day: float = 0, category: str = "road") -> Report:
    """A report some metres east and north of HERE."""
    wide = METRES_PER_DEGREE * cos(radians(HERE[0]))
    spot = (HERE[0] + north / METRES_PER_DEGREE, HERE[1] + east / wide)
    return report(report_id, title="Pothole", category=category, spot=spot, at=T0 + timedelta(days=day))


def test_metres_on_the_ground() -> None:
    assert centimetres(42.0, -71.0, 43.0, -71.0) == pytest.approx(100 * METRES_PER_DEGREE, rel=1e-4)
    assert centimetres(*HERE, *HERE) == 0


def test_near_of_the_same_class_joins(town: Stage) -> None:
    town.take(hole("r1"))
    town.take(hole("r2", east=-30, day=19))
    match = town.matches["r2"]
    assert (match.case_id, match.reason, match.matched) == ("case r1", MergeReason.NEAR_AND_SAME_CLASS, "r1")
    assert match.score == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    "other", [hole("r2", north=61), hole("r2", day=20.5), hole("r2", category="light")], ids=["far", "late", "class"]
)
def test_what_differs_opens_a_case(town: Stage, other: Report) -> None:
    town.take(hole("r1"))
    town.take(other)
    assert town.matches["r2"] == ("", MergeReason.NOTHING_SIMILAR, 0.0, "")


def test_only_the_leader_counts_so_that_cases_do_not_chain(town: Stage) -> None:
    assert town.run([hole("r1"), hole("r2", east=50), hole("r3", east=100)]) == {
        "r1": "case r1",
        "r2": "case r1",
        "r3": "case r3",
    }


def test_the_nearest_leader_wins(town: Stage) -> None:
    town.run([hole("r1"), hole("r2", north=70), hole("r3", north=40)])
    assert town.matches["r3"].matched == "r2"


@pytest.mark.parametrize("address", ["", "Roslindale MA"])
def test_without_coordinates_or_a_whole_address_nothing_joins(town: Stage, address: str) -> None:
    town.take(report("r1", title="Pothole", address=address))
    town.take(report("r2", title="Pothole", address=address))
    assert town.matches["r2"].reason is MergeReason.NO_PLACE


def test_without_coordinates_the_same_address_joins(town: Stage) -> None:
    town.take(report("r1", title="Pothole", address="39 Lorraine St  Roslindale", category="road"))
    town.take(report("r2", title="Hole", address="39 LORRAINE St, Roslindale", category="road"))
    assert town.matches["r2"] == ("case r1", MergeReason.NEAR_AND_SAME_CLASS, 1.0, "r1")


@pytest.mark.parametrize(
    ("address", "category", "day", "spot"),
    [
        ("41 Lorraine St Roslindale", "road", 1, None),
        ("39 Lorraine St", "road", 1, None),
        ("39 Lorraine St Roslindale", "light", 1, None),
        ("39 Lorraine St Roslindale", "road", 21, None),
        ("39 Lorraine St Roslindale", "road", 1, HERE),
    ],
)
def test_another_address_class_time_or_a_spot_opens_a_case(
    town: Stage, address: str, category: str, day: float, spot: tuple[float, float] | None
) -> None:
    town.take(report("r1", address="39 Lorraine St Roslindale", category="road"))
    town.take(report("r2", address=address, category=category, day=day, spot=spot))
    assert town.matches["r2"] == ("", MergeReason.NOTHING_SIMILAR, 0.0, "")


def test_an_address_forgotten_with_its_case_is_nobodys(town: Stage) -> None:
    town.take(report("r1", address="39 Lorraine St Roslindale", category="road"))
    town.matcher.discard(town.numbers.of("case r1"))
    town.take(report("r2", address="39 Lorraine St Roslindale", category="road"))
    assert town.matches["r2"].reason is MergeReason.NOTHING_SIMILAR


def test_the_same_citizen_joins_unless_the_spot_is_another(town: Stage) -> None:
    said = {"title": "Pothole", "text": "A deep pothole in the middle of the road.", "reporter": "x"}
    town.take(report("r1", title=said["title"], text=said["text"], reporter="x", spot=HERE))
    town.take(report("r2", title=said["title"], text=said["text"], reporter="x", spot=(42.30, -71.07)))
    town.take(report("r3", title=said["title"], text=said["text"], reporter="x"))
    assert town.matches["r2"].case_id == ""
    assert town.matches["r3"].reason is MergeReason.SAME_CITIZEN
