"""Each class merges by the rule that the policy gives it."""

from datetime import datetime, timedelta

import pytest

from streams.app import new_books
from tests.streams.domain.stories import START, TOWN, Town, change, policy, report
from topics.inbox import Report
from topics.merge_rule import DistanceMerge, TextMerge
from topics.policy import Class

NORTH = 42.2715
HOLE = "中山路18号阳光花园小区门口路面有大坑"
LOUD = "中山路18号阳光花园小区门口工地噪音扰民"
AS_LOUD = "阳光花园小区门口工地晚上施工太吵，噪音大"


@pytest.fixture
def town() -> Town:
    """Roads join within 60 m and 10 days, parks within 500 m and 40; noise by easy words, odours by all but none."""
    classes = tuple(
        Class(code=name, name=name, words=(name,), merge=name) for name in ("road", "park", "noise", "odour")
    )
    rules = {
        "road": DistanceMerge(radius_m=60, window_days=10),
        "park": DistanceMerge(radius_m=500, window_days=40),
        "noise": TextMerge(join_at=0.2, window_days=90),
        "odour": TextMerge(join_at=0.99999, window_days=90),
    }
    changes = {"classes": classes, "fallback_class": "road", "merges": rules, "merge": "road"}
    opened = Town()
    opened.book = new_books()(TOWN)
    opened.tell(change(policy().model_copy(update=changes)))
    return opened


def seen(name: str, category: str, text: str, at: datetime = START, metres: float = 0) -> Report:
    north = NORTH + metres / 111_195
    return report(name, text, at, category=category, latitude=north, longitude=-71.0772, reporter=name)


@pytest.mark.feature("merging.per-class")
@pytest.mark.parametrize(
    ("category", "text", "again", "days", "metres", "reports"),
    [
        ("road", HOLE, "坑", 1, 50, 2),
        ("road", HOLE, "坑", 1, 300, 1),
        ("road", HOLE, "坑", 20, 50, 1),
        ("park", HOLE, "坑", 1, 300, 2),
        ("park", HOLE, "坑", 20, 50, 2),
        ("park", HOLE, "坑", 1, 600, 1),
        ("noise", LOUD, AS_LOUD, 1, 0, 2),
        ("odour", LOUD, AS_LOUD, 1, 0, 1),
    ],
)
def test_radius_window_and_threshold_are_those_of_the_class(
    town: Town, category: str, text: str, again: str, days: int, metres: float, reports: int
) -> None:
    town.tell(seen("a", category, text), seen("b", category, again, START + timedelta(days=days), metres))
    assert town.case("a").class_code == category
    assert town.case("a").reports == reports
