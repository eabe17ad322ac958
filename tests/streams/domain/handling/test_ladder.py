"""The ladder: before due, at due and after; repeats, quiet hours, what stops it; what a late action takes back."""

import pytest

from tests.streams.domain.handling.office import office
from tests.streams.domain.handling.test_course import clock, fired, town, trail
from tests.streams.domain.stories import DAY, HOUR, START, Town, action, change, report
from topics.action import ActionName as Do
from topics.acts import Escalation, Notice, Transition


def retracted(one: Town) -> dict[str, object]:
    """By rung, the last that is said: when it was taken back."""
    acts = [act for act in one.tables.acts if isinstance(act, Escalation)]
    return {f"{act.clock} {act.rung} {act.firing}": act.retracted_at for act in acts if not act.holder}


@pytest.mark.feature("deadlines.ladder")
@pytest.mark.feature("deadlines.quiet-hours")
def test_rungs_before_and_after_due_repeat_and_wait_for_the_end_of_quiet_hours() -> None:
    one = town("road")  # due on Tuesday at 09:00
    one.wait(START + 5 * DAY)
    lead = [rung for rung in fired(one) if not rung[1]]
    assert lead == [
        ("remind", "", 22, 1),  # not at 03:00 but at 07:00
        ("urge", "", 24, 1),
        ("supervise", "", 36, 1),
        ("supervise", "", 60, 2),
        ("supervise", "", 84, 3),
    ]


def test_an_action_that_a_rung_stops_on_stops_it() -> None:
    one = town("road")
    one.wait(START + 5 * HOUR)
    assert fired(one, "contact") == [("call", "", 3, 1)]
    again = town("road")
    again.tell(action(Do.RESOLVE, START + 2 * HOUR, of="a"), action(Do.REOPEN, START + 4 * HOUR, of="a"))
    again.wait(START + 9 * HOUR)
    assert fired(again, "contact") == [("call", "", 7, 1)]
    assert clock(again, "contact", round_=2).start_at == START + 4 * HOUR


@pytest.mark.feature("deadlines.late-events")
@pytest.mark.feature("own.late-events")
def test_an_action_that_comes_late_retracts_the_rungs_that_it_makes_wrong() -> None:
    one = town("road")
    one.wait(START + 2 * DAY)
    sent = len([act for act in one.tables.acts if isinstance(act, Notice)])
    one.tell(action(Do.RESOLVE, START + 23 * HOUR, of="a", unit="ann"))
    case = one.case("a")
    assert (case.state, case.late, case.resolved_at) == ("resolved", False, START + 23 * HOUR)
    now = START + 2 * DAY
    assert retracted(one) == {
        "contact call 1": None,
        "resolve remind 1": None,
        "resolve urge 1": now,
        "resolve supervise 1": now,
    }
    corrections = [act for act in one.tables.acts if isinstance(act, Notice)][sent:]
    assert [(act.notice, act.audience) for act in corrections] == [("retracted", "unit"), ("retracted", "supervisor")]
    assert corrections[0].text_zh.startswith("【更正】")


@pytest.mark.feature("deadlines.late-events")
def test_actions_count_in_the_order_of_their_time_whenever_they_come() -> None:
    one = town("road")
    one.tell(action(Do.RESOLVE, START + 5 * HOUR, of="a", unit="ann"))
    one.tell(action(Do.SIGN, START + HOUR, of="a", unit="ann"))
    one.tell(action(Do.RESOLVE, START + 3 * HOUR, of="a", unit="ann"))
    assert one.case("a").resolved_at == START + 3 * HOUR
    assert clock(one, "sign", "ann").done_at == START + HOUR
    said = [act for act in one.tables.acts if isinstance(act, Transition) and act.revises is not None]
    assert [(act.action, act.before, act.reason) for act in said] == [
        ("resolve", "in_progress", "accepted"),
        ("resolve", "resolved", "already_resolved"),
    ]


def test_a_bad_rating_begins_another_round_with_new_clocks() -> None:
    one = town("road")
    one.tell(action(Do.RESOLVE, START + HOUR, of="a", unit="ann"), action(Do.RATE, START + 2 * HOUR, of="a", rating=1))
    case = one.case("a")
    assert (case.state, case.round, case.rating, case.unit) == ("dispatched", 2, 1, "ann")
    assert [name for name, _, _ in trail(one)] == ["open", "dispatch", "resolve", "rate", "reopen", "dispatch"]
    assert case.due_at == START + 26 * HOUR


def test_a_case_that_opens_late_is_urged_at_once_and_never_before_it_opened() -> None:
    one = Town(change(office()))
    one.wait(START + 10 * DAY)
    one.tell(report("a", at=START))
    one.wait(START + 10 * DAY)
    acts = [act for act in one.tables.acts if isinstance(act, Escalation)]
    assert min(act.fire_at for act in acts) >= START
    assert len({act.escalation_id for act in acts}) == len(acts)
