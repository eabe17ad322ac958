"""The drawing and the table of the life cycle say what the rules' table says, and nothing else."""

import re
from typing import get_args

import pytest

from deploy.reference.lifecycle import lifecycle_page
from streams.domain.handling.lifecycle import TABLE
from topics.action import ActionName
from topics.rows import UNRESOLVED, CaseState

STATES = get_args(CaseState)


@pytest.fixture(scope="module")
def page() -> str:
    return lifecycle_page()


def test_every_arrow_is_a_step_and_every_step_that_leads_elsewhere_an_arrow(page: str) -> None:
    drawn = {
        (before, after, name)
        for source, after, names in re.findall(r"^    (\w+) --> (\w+): (.+)$", page, re.MULTILINE)
        for before in (UNRESOLVED if source == "unresolved" else (source,))
        for name in names.split("<br>")
    }
    steps = [step for step in TABLE.values() if step.to_state is not None]
    assert drawn == {(state, step.to_state, f"{step.zh} {step.en}") for step in steps for state in step.from_states}


def test_every_action_of_the_table_has_a_row_with_its_states(page: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` (.+) \|$", page, re.MULTILINE))
    assert rows.keys() == set(TABLE)
    for action, step in TABLE.items():
        _, allowed, after = rows[action].split(" | ")
        named = set(re.findall(r"`(\w+)`", allowed)) if "any" not in allowed else set(STATES)
        assert named == step.from_states
        assert re.findall(r"`(\w+)`", after) == ([step.to_state] if step.to_state else [])


def test_an_action_that_is_no_longer_allowed_is_no_longer_drawn() -> None:
    shorter = lifecycle_page({action: step for action, step in TABLE.items() if action != ActionName.SIGN})
    assert "签收" in lifecycle_page()
    assert "签收" not in shorter


def test_every_state_has_its_name_in_both_languages(page: str) -> None:
    named = dict(re.findall(r'^ +state "(.+)" as (\w+)$', page, re.MULTILINE))
    assert set(named.values()) == {*STATES, "merged"}
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+<br>[a-z ]+", name) for name in named)
