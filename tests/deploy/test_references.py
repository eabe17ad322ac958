"""A policy's parts must fit each other: what its author is told where they do not."""

from pathlib import Path

import pytest

from deploy.errors import SetupError
from deploy.policyfile import load_policy
from tests.deploy.town import TOWN
from topics.policy import Policy


def load(folder: Path, text: str = TOWN) -> Policy:
    (folder / "town.yaml").write_text(text)
    return load_policy(folder)


def test_what_fits_is_read(tmp_path: Path) -> None:
    assert load(tmp_path).limits[0].compress == 1 / 3


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("parent: road", "parent: x", "8: classes.1.parent: expected the code of one of the classes, not 'x'"),
        ("parent: n,", "parent: x,", "13: regions.1.parent: expected the code of one of the regions, not 'x'"),
        ("parent: works", "parent: x", "28: units.1.parent: expected the code of one of the units, not 'x'"),
        (
            "name: 道路",
            "name: 道路, parent: hole",
            "7: classes.0.parent: road stands under itself: name a parent above it",
        ),
        ("level: 3", "level: 2", "13: regions.1.level: expected a level below that of n, 2, not '2'"),
        ("retired: [h0", "retired: [tree", "8: classes.1.retired.0: means tree already: keep one"),
        ("h1]", "r0]", "8: classes.1.retired.1: means road already: keep one, not 'r0'"),
        ("level: 3", "level: 3, retired: [n0, N]", "13: regions.1.retired.1: means n already: keep one, not 'N'"),
        ("[路面]", "[绿化]", "7: classes.0.words.0: means tree already: keep one, not '绿化'"),
        ("retired: [h0", "words: [' 路面 '], retired: [h0", "8: classes.1.words.0: means road already"),
        ("code: tree", "code: hole", "9: classes.2.code: hole is already taken by another: give each its own"),
        ("code: north", "code: works", "28: units.1.code: works is already taken by another: give each its own"),
        ("classes: [hole]", "classes: [x]", "20: limits.0.classes.0: expected the code of a class, not 'x'"),
        ("classes: [road]", "classes: [x]", "30: duties.0.classes.0: expected the code of a class, not 'x'"),
        ("regions: [n1]", "regions: [x]", "30: duties.0.regions.0: expected the code of a region, not 'x'"),
        ("region: n}", "region: x}", "28: units.1.region: expected the code of a region, not 'x'"),
        ("unit: works,", "unit: x,", "30: duties.0.unit: expected the code of a unit, not 'x'"),
        ("[north]", "[works, x]", "30: duties.0.assistants.1: expected the code of a unit, not 'x'"),
        ("unit: north,", "unit: x,", "32: fallback.unit: expected the code of a unit, not 'x'"),
        ("{level: 2}", "{level: 4}", "31: duties.1.level: expected a level that has units, not '4'"),
        ("[resolve]", "[solve]", "15: ladder.0.stops_on.0: expected one of accept, dispatch, sign,"),
        ("stage: fine", "stage: stop", "25: limits.0.stages.1.stage: stop is already taken by another"),
        ("parts]", "weather]", "33: handling.pause_reasons.1: weather is already taken by another"),
        ("compress: 1/3", "compress: 1/0", "22: limits.0.compress: Input should be a valid number"),
        ("name: 北街街道", "name: 工务局", "28: units.1.name: 工务局 is already taken by another"),
        ("merge: words", 'merge: ""', "17: merge: expected a merge rule that is defined under merges"),
        (
            "code: tree",
            "merge: x, code: tree",
            "9: classes.2.merge: expected a merge rule that is defined under merges",
        ),
        ("[app]", "[app, app]", "4: scopes.0.channels.1: app is already taken by another"),
        ("merge: words", "merge: x", "17: merge: expected a merge rule that is defined under merges, not 'x'"),
    ],
)
def test_what_leads_nowhere_is_told_with_its_place(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    assert TOWN.count(before) == 1
    with pytest.raises(SetupError) as caught:
        load(tmp_path, TOWN.replace(before, after))
    assert f"town.yaml, line {sentence}" in str(caught.value)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as caught:
        load(tmp_path, TOWN.replace("unit: works,", "unit: x,").replace("parts]", "weather]"))
    assert len(str(caught.value).splitlines()) == 2


def test_without_units_duties_may_name_any(tmp_path: Path) -> None:
    units = TOWN[TOWN.index("units:") : TOWN.index("duties:")]
    assert load(tmp_path, TOWN.replace(units, "")).duties[0].unit == "works"


def test_what_is_only_told_to_authors_does_not_keep_an_old_policy_from_being_read(tmp_path: Path) -> None:
    said = load(tmp_path).model_dump(mode="json")
    said["classes"][1]["parent"] = "of old"
    assert Policy.model_validate(said).classes[1].parent == "of old"
