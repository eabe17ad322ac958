"""What an action does."""

import pytest

from tests.streams.domain.stories import DAY, HOUR, START, Town, action, cid, report
from topics.action import ActionName
from topics.acts import Transition
from topics.case import Case
from topics.inbox import Action
from topics.memory import ParkedAction
from topics.reasons import ActionReason, Reason

DISPATCH, RESOLVE, REOPEN = ActionName.DISPATCH, ActionName.RESOLVE, ActionName.REOPEN


def reasons(town: Town) -> list[str]:
    return [act.reason for act in town.tables.acts if isinstance(act, Transition)]


def test_dispatch_names_the_unit() -> None:
    town = Town()
    town.tell(report("a"), action(DISPATCH, case=cid("a"), unit="roads"))
    assert (town.case("a").state, town.case("a").unit) == ("dispatched", "roads")
    assert town.transitions()[-1] == ("dispatch", "open", "dispatched", True)


def test_resolve_stops_the_clock_when_it_happened() -> None:
    town = Town()
    town.tell(report("a"), report("b"), action(RESOLVE, START + HOUR, of="b"))
    case = town.tables.memory["cases", cid("a")]
    assert isinstance(case, Case)
    assert (case.state, case.resolved_at, case.clock.done_at) == ("resolved", START + HOUR, START + HOUR)
    assert not town.case("a").late


def test_resolved_after_the_due_time_is_late() -> None:
    town = Town()
    town.tell(report("a"), action(RESOLVE, START + DAY + HOUR, of="a"))
    assert town.case("a").late


@pytest.mark.feature("deadlines.rounds")
def test_reopen_starts_a_round() -> None:
    town = Town()
    town.tell(report("a"), action(DISPATCH, of="a", unit="roads"), action(RESOLVE, START + HOUR, of="a"))
    town.tell(action(REOPEN, START + 2 * HOUR, of="a"))
    case = town.case("a")
    assert (case.state, case.unit, case.round, case.resolved_at) == ("open", "roads", 2, None)
    assert case.due_at == START + 2 * HOUR + DAY


@pytest.mark.parametrize(
    ("before", "asked", "why"),
    [
        ([], action(REOPEN, of="a"), ActionReason.NOT_RESOLVED),
        ([], action(RESOLVE, START - HOUR, of="a"), ActionReason.BEFORE_OPENING),
        ([], action(DISPATCH, START - HOUR, of="a"), ActionReason.BEFORE_OPENING),
        ([action(RESOLVE, of="a")], action(RESOLVE, START + HOUR, of="a"), ActionReason.ALREADY_RESOLVED),
        ([action(RESOLVE, of="a")], action(DISPATCH, START + HOUR, of="a"), ActionReason.ALREADY_RESOLVED),
        ([action(RESOLVE, of="a")], action(REOPEN, START + 3 * DAY, of="a"), ActionReason.ALREADY_RESOLVED),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(before: list[Action], asked: Action, why: ActionReason) -> None:
    town = Town()
    town.tell(report("a"), *before)
    case = town.case("a")
    town.tell(asked)
    assert reasons(town)[-1] == why
    assert town.transitions()[-1] == (asked.action, case.state, case.state, False)
    assert town.case("a") == case


def test_an_action_waits_for_its_report() -> None:
    town = Town()
    town.tell(action(RESOLVE, START + 2 * HOUR, of="a"), action(DISPATCH, START + HOUR, case=cid("a"), unit="roads"))
    assert town.transitions() == []
    town.tell(report("a"))
    done = [act for act in town.tables.acts if isinstance(act, Transition)]
    assert [(act.action, act.before, act.after) for act in done] == [
        ("open", "", "open"),
        ("resolve", "open", "resolved"),
        ("dispatch", "open", "dispatched"),
        ("resolve", "dispatched", "resolved"),
    ]
    assert {act.version for act in done} == {3}
    assert [act.revises for act in done] == [None, None, None, 3]
    assert len({act.index for act in done}) == 4
    assert not any(isinstance(record, ParkedAction) for record in town.tables.memory.values())


def test_actions_that_waited_go_in_the_order_in_which_they_came() -> None:
    town = Town()
    units = [f"unit {number}" for number in range(12)]
    town.tell(*(action(DISPATCH, START + n * HOUR, of="a", unit=unit) for n, unit in enumerate(units)))
    town.tell(report("a"))
    done = [act.unit for act in town.tables.acts if isinstance(act, Transition) and act.action == "dispatch"]
    assert done == units


def test_an_action_waits_for_a_report_that_joins() -> None:
    town = Town()
    town.tell(report("a"), action(RESOLVE, of="b"), report("b"))
    assert town.case("a").state == "resolved"


def test_an_action_without_a_report_becomes_a_dead_letter() -> None:
    town = Town()
    lost = action(RESOLVE, of="a")
    town.tell(lost)
    assert town.book.next_due() == START + DAY
    town.wait(START + DAY)
    [letter] = town.tables.dead
    assert (letter.reason, letter.source, letter.at) == (Reason.UNKNOWN_TARGET, lost.source, START + DAY)
    town.tell(report("a"))
    assert town.case("a").state == "open"


def test_waiting_counts_from_the_clock_of_the_append() -> None:
    town = Town()
    town.wall = START + 10 * HOUR
    town.tell(action(RESOLVE, of="a"))
    assert town.book.next_due() == START + 10 * HOUR + DAY


def test_an_action_that_names_nothing_is_a_dead_letter() -> None:
    town = Town()
    town.tell(action(RESOLVE))
    assert [letter.reason for letter in town.tables.dead] == [Reason.NO_TARGET]


@pytest.mark.parametrize("target", [{"of": "a"}, {"case": cid("a")}])
@pytest.mark.parametrize("name", ActionName)
def test_a_case_out_of_memory_refuses_everything(name: ActionName, target: dict[str, str]) -> None:
    town = Town()
    town.tell(report("a"), action(RESOLVE, of="a"))
    town.wait(START + 2 * DAY)
    town.tell(action(name, START + HOUR, **target))
    assert town.transitions()[-1] == (name, "resolved", "resolved", False)
    assert reasons(town)[-1] == ActionReason.ALREADY_RESOLVED


@pytest.mark.feature("deadlines.ladder")
def test_what_was_due_before_a_case_was_resolved_fires_though_no_tick_came_between() -> None:
    town = Town(wall=START + 30 * HOUR)
    town.tell(report("a"), action(RESOLVE, START + 19 * HOUR, of="a"))
    assert [(rung.rung, rung.fire_at) for rung in town.escalations()] == [("remind", START + 18 * HOUR)]
    town.wait(START + 30 * HOUR)
    assert len(town.escalations()) == 1


def test_an_action_that_waited_for_its_report_lets_fire_what_was_due_before_it() -> None:
    town = Town(wall=START + 30 * HOUR)
    town.tell(action(RESOLVE, START + 25 * HOUR, of="a"), report("a"))
    assert [rung.rung for rung in town.escalations()] == ["remind", "urge"]
    assert town.case("a").late


def test_an_action_said_for_the_future_fires_nothing_ahead_of_time() -> None:
    town = Town()
    town.tell(report("a"), action(RESOLVE, START + 30 * HOUR, of="a"))
    assert town.escalations() == []
