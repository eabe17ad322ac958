"""Every action in every state: what the table allows is done, the rest is refused and recorded."""

import pytest

from streams.domain.handling.lifecycle import ALL, TABLE
from tests.streams.domain.handling.office import office
from tests.streams.domain.handling.ways import DETAILS, TO_A_UNIT, WAY
from tests.streams.domain.stories import HOUR, START, Town, action, change, cid, report
from topics.action import ActionName as Do
from topics.acts import Transition
from topics.inbox import Action
from topics.reasons import ActionReason
from topics.rows import CaseState

A = cid("a")


def asked(name: Do, minute: int) -> Action:
    at = START + minute * HOUR / 60
    other = {"other": cid("b")} if name is Do.DUPLICATE_OF else {}
    return action(name, at, of="a", unit=TO_A_UNIT.get(name, ""), **other, **DETAILS.get(name, {}))


def town_with(state: CaseState) -> Town:
    town = Town(change(office()))
    town.tell(report("a", category=""), report("b", "no light", category=""))
    for minute, name in enumerate(WAY[state]):
        town.tell(asked(name, minute))
    assert town.case("a").state == state
    return town


@pytest.mark.parametrize("state", sorted(ALL))
@pytest.mark.parametrize("name", TABLE)
def test_what_the_table_allows_is_done_and_the_rest_refused(name: Do, state: CaseState) -> None:
    town, step = town_with(state), TABLE[name]
    town.tell(asked(name, 10))
    told = [act for act in town.tables.acts if isinstance(act, Transition) and act.action == name and act.at > START]
    if state in step.from_states:
        assert town.case("a").state == (step.to_state or state)
        assert told
        assert told[-1].accepted
    else:
        assert town.case("a").state == state
        assert [(act.accepted, act.before, act.after) for act in told[-1:]] == [(False, state, state)]
        assert told[-1].reason != ActionReason.ACCEPTED


def test_every_state_can_be_reached_and_left() -> None:
    assert {step.to_state for step in TABLE.values()} - {None, "merged"} == ALL
    assert all(any(state in step.from_states for step in TABLE.values()) for state in ALL)


def test_the_same_again_is_recorded_and_changes_nothing() -> None:
    town = town_with("dispatched")
    town.tell(asked(Do.SIGN, 10))
    standing = town.case("a")
    town.tell(asked(Do.SIGN, 10))
    assert town.case("a") == standing
    assert town.transitions()[-1] == (Do.SIGN, "in_progress", "in_progress", False)
