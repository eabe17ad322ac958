"""Trees as people write them: codes, names and what children have of their parents."""

from pathlib import Path

import pytest

from deploy.compact import flattened
from deploy.errors import SetupError
from deploy.marked import Marked, Value, read_folder
from deploy.policyfile import load_policy
from tests.deploy.town import TOWN

CLASSES = """
classes:
  - code: "03"
    name: 道路
    urgency: urgent
    merge: words
    children:
      - 路灯
      - name: 井盖
        merge: near
        children: &damage
          - +破损
          - 05 +缺失
          - {name: 井盖异响, urgency: normal}
          - {code: x9, name: 其他}
      - {name: 009 护栏, children: *damage}
      - 人行道
  - {code: other, name: 其他}
"""


def read(folder: Path, text: str) -> Marked:
    (folder / "tree.yaml").write_text(text)
    return flattened(read_folder(folder))


def entries(marked: Marked, key: str) -> dict[str, tuple[Value | None, ...]]:
    """Name, parent and the other values of entries, by code."""
    found: dict[str, tuple[Value | None, ...]] = {}
    for entry in marked.values[key]:
        assert isinstance(entry, dict)
        found[str(entry["code"])] = tuple(value for name, value in entry.items() if name != "code")
    return found


def test_a_tree_is_made_flat(tmp_path: Path) -> None:
    text = CLASSES.replace("&damage", "").replace(", children: *damage", "")
    assert entries(read(tmp_path, text), "classes") == {
        "03": ("道路", "urgent", "words"),
        "0301": ("03", "words", "urgent", "路灯"),
        "0302": ("03", "near", "urgent", "井盖"),
        "030201": ("0302", "near", "urgent", "井盖破损"),
        "030205": ("0302", "near", "urgent", "井盖缺失"),
        "030206": ("0302", "near", "normal", "井盖异响"),
        "x9": ("0302", "near", "urgent", "其他"),
        "03009": ("03", "words", "urgent", "护栏"),
        "03010": ("03", "words", "urgent", "人行道"),
        "other": ("其他",),
    }


def test_a_list_that_is_used_again_is_another_parents(tmp_path: Path) -> None:
    found = entries(read(tmp_path, CLASSES.replace("{code: x9, name: 其他}", "+松动")), "classes")
    names = [found[f"03009{number}"][3] for number in ("01", "05", "07")]
    assert names == ["护栏破损", "护栏缺失", "护栏松动"]


def test_a_child_is_one_level_below(tmp_path: Path) -> None:
    text = "regions: [{code: d, name: 区, level: 1, children: [{name: 北街, children: [磨坊, {name: 园, level: 4}]}]}]"
    assert entries(read(tmp_path, text), "regions") == {
        "d": ("区", "1"),
        "d01": ("d", "2", "北街"),
        "d0101": ("d01", "3", "磨坊"),
        "d0102": ("d01", "4", "园"),
    }


@pytest.mark.parametrize(
    ("children", "sentence"),
    [
        ("[坑洼, {name: 沉陷, word: [a]}]", "line 7: classes.0.children.1.word: Extra inputs are not permitted"),
        ("[坑洼, [沉陷]]", "line 7: classes.0.children.1: Input should be a valid dictionary"),
        ("[坑洼, {resolve: {amount: 1, unit: x}}]", "line 7: classes.0.children.1 (name): Field required"),
        (
            "[坑洼, {name: 沉陷, children: [{name: a, merge: b}]}]",
            "line 7: classes.0.children.1.children.0.merge: expec",
        ),
        ("[坑洼, 1 沉陷]", "line 7: classes.0.children.1 (code): road01 is already taken"),
        ("坑洼", "line 7: classes.0.children: expected a list of entries"),
    ],
)
def test_a_mistake_is_told_where_it_is_written(tmp_path: Path, children: str, sentence: str) -> None:
    text = TOWN.replace("retired: [r0]}", f"retired: [r0], children: {children}}}".replace("1 沉", "01 沉"))
    (tmp_path / "town.yaml").write_text(text)
    with pytest.raises(SetupError) as caught:
        load_policy(tmp_path)
    assert sentence in str(caught.value)
