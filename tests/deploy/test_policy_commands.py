"""What `jiesu policy` prints of a policy, and of two."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.commands.policy import app
from deploy.errors import SetupError
from deploy.policy_check import warnings
from deploy.policy_diff import Difference, differences
from deploy.policyfile import load_policy
from tests.deploy.town import TOWN
from topics.policy import Policy

SHIPPED = Path(__file__).parents[2] / "deploy" / "policies"
CHANGES = (
    ("town-1", "town-2"),
    ("amount: 9,", "amount: 6,"),
    ("rung: urge,", "rung: remind, before: P1D,"),
    ("[路面]", "[路面, 马路]"),
    ("  - {code: tree, name: 绿化}\n", "  - {code: lamp, name: 路灯}\n"),
)


def folder(at: Path, *changes: tuple[str, str]) -> Path:
    text = TOWN
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    at.mkdir(exist_ok=True)
    (at / "town.yaml").write_text(text)
    return at


def policy(at: Path, *changes: tuple[str, str]) -> Policy:
    return load_policy(folder(at, *changes))


def printed(*arguments: str | Path) -> list[list[str]]:
    """The cells of each row of the tables that a command prints, and its other lines as they are."""
    done = CliRunner(env={"COLUMNS": "300"}).invoke(app, [str(word) for word in arguments])
    if done.exception:
        raise done.exception
    return [[cell.strip() for cell in line.strip("┃│ ").split("│")] for line in done.stdout.splitlines()]


def test_check_counts(tmp_path: Path) -> None:
    rows = printed("check", folder(tmp_path))
    for row in (["类别 classes", "3, 2 末级 leaves"], ["单位 units, 1-4", "1+1+0+0"], ["范围 scopes", "town (app)"]):
        assert row in rows


def test_check_counts_the_district() -> None:
    rows = printed("check", SHIPPED / "district")
    for row in (["类别 classes", "1,705, 1,270 末级 leaves"], ["区域 regions, 1-4", "1+6+28+112"]):
        assert row in rows
    assert not [row for row in rows if "warning" in row[0]]


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ((), []),
        ((("  - {level: 2}\n", ""),), ["nobody is in charge of 1 leaves everywhere, such as tree (n1): add a duty"]),
        ((("regions: [n1],", "regions: [n],"),), []),
        (
            (("ladder: [{rung: urge,", "ladder: [{rung: urge, clock: sign,"),),
            [
                "no case has a sign clock, so its rungs never go out: add a limit, or take them away",
                "nobody hears of a late resolve: add a rung of that clock to the ladder",
            ],
        ),
        (
            (("clock: resolve", "clock: contact"),),
            ["nobody hears of a late contact: add a rung of that clock to the ladder"],
        ),
    ],
)
def test_check_warns(tmp_path: Path, changes: tuple[tuple[str, str], ...], sentences: list[str]) -> None:
    assert list(warnings(policy(tmp_path, *changes))) == sentences


def test_warnings_do_not_fail(tmp_path: Path) -> None:
    rows = printed("check", folder(tmp_path, ("  - {level: 2}\n", "")))
    assert rows[-1] == ["注意 warning: nobody is in charge of 1 leaves everywhere, such as tree (n1): add a duty"]


def test_show_has_the_classes_that_are_other_than_their_parents(tmp_path: Path) -> None:
    rows = printed("show", folder(tmp_path, ("name: 坑洼", "name: 坑洼, children: [+塌陷]")))
    stages = "stop 4 工作时 working hours; fine 7 工作日 working days"
    limits = ["办结 resolve", "9 工作日 working days", "3 工作日 working days", stages]
    assert ["hole 坑洼", *limits, "所在 its 街道 street", "-"] in rows
    assert ["tree 绿化", "办结 resolve", "3 工作日 working days", "-", "-", "所在 its 街道 street", "-"] in rows
    assert not [row for row in rows if "塌陷" in row[0]]
    assert ["办结 resolve", "urge", "到期 at due", "unit", "resolve", "照发 goes out"] in rows
    assert ["时段 intervals", "09:00-17:00"] in rows


def test_show_of_a_class_in_a_region(tmp_path: Path) -> None:
    rows = printed("show", folder(tmp_path), "--class", "hole", "--region", "n1")
    assert next(row for row in rows if row[0] == "hole 坑洼")[-2:] == ["工务局", "北街街道"]
    assert not [row for row in rows if row[0] in ("road 道路", "tree 绿化")]


@pytest.mark.parametrize(("option", "what"), [("--class", "no class 'x'"), ("--region", "no region 'x'")])
def test_show_of_what_is_not_there(tmp_path: Path, option: str, what: str) -> None:
    with pytest.raises(SetupError, match=f"has {what}: give the code of one"):
        printed("show", folder(tmp_path), option, "x")


def test_diff_has_what_is_added_removed_and_changed(tmp_path: Path) -> None:
    old, new = policy(tmp_path), policy(tmp_path, *CHANGES)
    found = {(one.document, one.key): (one.what, one.old, one.new) for one in differences(old, new)}
    assert found[("version", "")] == ("改 changed", "town-1", "town-2")
    assert found[("limits", "resolve hole.limit.amount")] == ("改 changed", "9.0", "6.0")
    assert found[("classes", "road.words")] == ("改 changed", "", "马路")
    assert [found[key][0] for key in (("classes", "tree"), ("ladder", "urge"))] == ["删 removed"] * 2
    assert [found[key][0] for key in (("classes", "lamp"), ("ladder", "remind"))] == ["增 added"] * 2
    assert len(found) == 7
    assert not list(differences(old, old))


def test_diff_tells_rules_that_fit_the_same_apart(tmp_path: Path) -> None:
    old, new = (policy(tmp_path, ("  - {level: 2}", f"  - {{level: 2}}\n  - {{level: {level}}}")) for level in (2, 1))
    assert list(differences(old, new)) == [Difference("duties", "*'.level", "2", "1")]


def test_diff_shows_how_due_times_move(tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old"), folder(tmp_path / "new", *CHANGES)
    rows = printed("diff", old, new, "--at", "2026-03-02T10:00:00+08:00")
    assert ["hole 坑洼", "办结 resolve", "2026-03-05 10:00", "2026-03-04 10:00"] in rows
    assert [row[0] for row in rows if row[1:2] == ["办结 resolve"]] == ["hole 坑洼"]
    assert ["改 changed", "limits", "resolve hole.limit.amount", "9.0", "6.0"] in rows


def test_diff_of_an_example_without_a_zone(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="write one as in 2025-03-01T08:30:00"):
        printed("diff", folder(tmp_path), tmp_path, "--at", "2026-03-02T10:00:00")
