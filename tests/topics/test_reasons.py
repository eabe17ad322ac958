"""Whoever finds a reason on a dead letter finds it in the manual."""

import re
from pathlib import Path

import pytest

from topics.reasons import Reason

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["sending.md", "sending.zh-CN.md"])
def test_every_reason_of_a_dead_letter_is_explained_and_no_other(name: str) -> None:
    table = (DOCS / name).read_text(encoding="utf-8").rpartition("|---|---|")[2]
    explained = [
        code for line in table.splitlines() for code in re.findall(r"`(\w+)`", line.split("|")[1] if line else "")
    ]
    assert sorted(explained) == sorted(Reason)
