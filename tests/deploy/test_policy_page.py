"""Whoever writes a policy finds every key in the manual, with its default."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from deploy.compact import flattened
from deploy.marked import read_folder
from deploy.policyfile import PolicyDocument
from topics.working_time import Limit

DOCS = Path(__file__).parents[2] / "docs"
PAGES = "policy.md", "policy.zh-CN.md"
ROW = re.compile(r"\| `([\w.]+)` \| (.*?) ?\| (.+) \|")
TREES = "classes.children", "regions.children", "units.children"
LONG = 40


def models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models(part)]


def keys(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """Every key that a document may have, with its default; those of a limit once."""
    for name, field in model.model_fields.items():
        yield above + name, "-" if field.is_required() else default(field.get_default(call_default_factory=True))
        for part in models(field.annotation):
            if part is not Limit or (not above and name == "resolve"):
                yield from keys(part, f"{above}{name}.")


def default(value: object) -> str:
    match value:
        case None | BaseModel() | timedelta():
            return ""
        case bool():
            return str(value).lower()
        case tuple() | frozenset():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}"
    return str(value) if len(str(value)) < LONG else ""


@pytest.mark.parametrize("name", PAGES)
def test_every_key_is_explained_with_its_default_and_no_other(name: str) -> None:
    found = ROW.findall((DOCS / name).read_text(encoding="utf-8"))
    explained = {key: said for key, said, _ in found}
    assert len(explained) == len(found)
    by = {"merges.by": "-"}
    assert explained == {**dict(keys(PolicyDocument)), **dict.fromkeys(TREES, ""), **by}


@pytest.mark.parametrize("name", PAGES)
def test_the_tree_that_the_page_shows_is_what_it_says(name: str, tmp_path: Path) -> None:
    written, told = re.findall(r"```(?:yaml|text)\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)[:2]
    (tmp_path / "tree.yaml").write_text(written, encoding="utf-8")
    entries = flattened(read_folder(tmp_path)).values["classes"]
    assert [f"{entry['code']} {entry['name']}" for entry in entries if isinstance(entry, dict)] == told.splitlines()
