"""ARCHITECTURE's walk names what there is."""

import ast
import re
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
NAMED = sorted(set(re.findall(r"`([\w/]+\.py):([\w.]+)`", (REPO / "ARCHITECTURE.md").read_text(encoding="utf-8"))))


def test_it_names_something() -> None:
    assert len(NAMED) > 10


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_what_it_names_exists(path: str, name: str) -> None:
    body: list[ast.stmt] = ast.parse((REPO / path).read_text(encoding="utf-8")).body
    for part in name.split("."):
        found = [node for node in body if getattr(node, "name", None) == part]
        assert found, f"{path} has no {name}: correct ARCHITECTURE.md"
        body = getattr(found[0], "body", [])


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_links_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", (REPO / readme).read_text(encoding="utf-8"))
    assert [link for link in links if not (REPO / link).exists()] == []
