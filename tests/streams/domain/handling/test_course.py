"""What follows from what was done to a case: its clocks, its holders, what fires."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.streams.domain.handling.office import office
from tests.streams.domain.stories import DAY, HOUR, START, Town, action, change, cid, report
from topics.action import ActionName as Do
from topics.acts import Escalation, Notice, Transition
from topics.handled import ClockRow, HolderRow
from topics.reasons import ActionReason

MINUTE = timedelta(minutes=1)


def town(category: str = "") -> Town:
    """Monday 09:00 in Shanghai; one case, of Ann's where it is a road."""
    one = Town(change(office()))
    one.tell(report("a", category=category))
    return one


def clocks(one: Town) -> list[ClockRow]:
    return sorted(
        (row for row in one.tables.rows.values() if isinstance(row, ClockRow) and row.case_id == cid("a")),
        key=lambda row: (row.clock, row.unit, row.stage, row.round),
    )


def clock(one: Town, name: str, unit: str = "", stage: str = "", round_: int = 1) -> ClockRow:
    [row] = [row for row in clocks(one) if (row.clock, row.unit, row.stage, row.round) == (name, unit, stage, round_)]
    return row


def trail(one: Town) -> list[tuple[str, str, bool]]:
    return [(act.action, act.reason, act.accepted) for act in one.tables.acts if isinstance(act, Transition)]


def fired(one: Town, clock_name: str = "resolve") -> list[tuple[str, str, float, int]]:
    """The rungs of a clock: rung, holder, hours after the start, and how often."""
    acts = [act for act in one.tables.acts if isinstance(act, Escalation) and act.clock == clock_name]
    return [(act.rung, act.holder, (act.fire_at - START) / HOUR, act.firing) for act in acts]


@pytest.mark.feature("pingshan.dispatch")
@pytest.mark.feature("yuexiu.parallel")
@pytest.mark.feature("pingshan.parallel")
@pytest.mark.feature("deadlines.clocks")
def test_a_case_goes_to_whose_duty_it_is_and_each_has_clocks_of_its_own() -> None:
    one = town("road")
    assert (one.case("a").state, one.case("a").unit) == ("dispatched", "ann")
    assert trail(one) == [("open", "nothing_similar", True), ("dispatch", ActionReason.BY_DUTY, True)]
    assert [(row.clock, row.unit, (row.due_at - START) / MINUTE) for row in clocks(one)] == [
        ("contact", "", 240),
        ("resolve", "", 1440),
        ("resolve", "bob", 1440),
        ("return", "ann", 1440),
        ("sign", "ann", 30),
        ("sign", "bob", 30),
    ]
    one.tell(action(Do.SIGN, START + 10 * MINUTE, of="a", unit="ann"))
    one.wait(START + HOUR)
    assert (clock(one, "sign", "ann").late, clock(one, "sign", "bob").late) == (False, True)
    assert fired(one, "sign") == [("sign", "bob", 0.5, 1)]


@pytest.mark.feature("pingshan.compressed")
@pytest.mark.feature("deadlines.two-limits")
@pytest.mark.feature("deadlines.staged")
def test_two_limits_stand_side_by_side_and_stages_are_due_by_themselves() -> None:
    one = town()
    whole, stop = clock(one, "resolve"), clock(one, "resolve", stage="stop")
    assert (whole.due_at - START, whole.statutory_at - START) == (3 * DAY, 21 * DAY)
    assert whole.why == "3 working days (0.2 of 15) from 2025-03-03 09:00"
    assert stop.due_at - START == 5 * HOUR + 30 * MINUTE
    one.tell(action(Do.RESOLVE, START + 3 * HOUR, of="a", stage="stop"))
    assert clock(one, "resolve", stage="stop").done_at == START + 3 * HOUR
    assert (one.case("a").state, clock(one, "resolve").done_at) == ("open", None)
    one.tell(action(Do.RESOLVE, START + 4 * HOUR, of="a", stage="none such"))
    assert trail(one)[-1] == ("resolve", ActionReason.UNKNOWN_STAGE, False)


@pytest.mark.feature("deadlines.pause-extend")
def test_a_pause_for_a_listed_reason_adds_up_and_survives_reclassification() -> None:
    one = town("road")
    one.tell(action(Do.HANG, START + HOUR, of="a", unit="ann", reason="coffee"))
    assert trail(one)[-1] == ("hang", ActionReason.REASON_NOT_LISTED, False)
    one.tell(action(Do.HANG, START + 2 * HOUR, of="a", unit="ann", reason="parts"))
    one.wait(START + 30 * HOUR)
    assert (one.case("a").late, clock(one, "resolve").suspended, fired(one)) == (False, True, [])
    one.tell(action(Do.RESUME, START + 30 * HOUR, of="a"))
    assert one.case("a").due_at == START + 52 * HOUR
    one.tell(action(Do.CORRECT, START + 31 * HOUR, of="a", class_code="other"))
    assert (one.case("a").class_code, clock(one, "resolve").paused_s) == ("other", 28 * 3600)
    assert one.case("a").due_at > START + 3 * DAY


@pytest.mark.feature("deadlines.pause-extend")
def test_an_extension_is_asked_in_time_with_a_reason_once_and_no_longer_than_the_limit() -> None:
    one = town("road")
    by: dict[str, Any] = {"amount": 10.0, "amount_unit": "natural_hours"}
    asked = [
        action(Do.EXTEND, START + HOUR, of="a", reason="rain"),
        action(Do.EXTEND, START + 2 * HOUR, of="a", **by),
        action(Do.EXTEND, START + 3 * HOUR, of="a", reason="rain", amount=25.0, amount_unit="natural_hours"),
        action(Do.EXTEND, START + 4 * HOUR, of="a", reason="rain", **by),
        action(Do.EXTEND, START + 5 * HOUR, of="a", reason="rain", **by),
    ]
    one.tell(*asked)
    said = [reason for name, reason, _ in trail(one) if name == "extend"]
    assert said == ["no_amount", "no_reason", "too_long", "accepted", "too_often"]
    assert one.case("a").due_at == START + 34 * HOUR
    late = town("road")
    late.tell(action(Do.EXTEND, START + 24 * HOUR, of="a", reason="rain", **by))
    assert trail(late)[-1] == ("extend", ActionReason.TOO_LATE, False)


@pytest.mark.feature("deadlines.return")
def test_a_unit_may_send_back_in_time_so_often_and_never_when_designated() -> None:
    one = town("road")
    back: dict[str, Any] = {"of": "a", "unit": "ann", "reason": "not ours"}
    for hour in (1, 3, 5):
        one.tell(action(Do.RETURN, START + hour * HOUR, **back))
        one.tell(action(Do.DISPATCH, START + (hour + 1) * HOUR, of="a", unit="ann"))
    assert [reason for name, reason, _ in trail(one) if name == "return"] == ["accepted", "accepted", "too_often"]
    late = town("road")
    late.tell(action(Do.RETURN, START + 25 * HOUR, **back))
    assert trail(late)[-1] == ("return", ActionReason.TOO_LATE, False)
    told = town()
    told.tell(action(Do.DESIGNATE, START + HOUR, of="a", unit="ann"), action(Do.RETURN, START + 2 * HOUR, **back))
    assert trail(told)[-1] == ("return", ActionReason.DESIGNATED, False)


@pytest.mark.feature("chancheng.ownerless")
@pytest.mark.feature("pingshan.fallback-credit")
def test_what_nobody_has_falls_to_the_fallback_unit_which_earns_credit() -> None:
    one = town()
    one.wait(START + 25 * HOUR)
    case = one.case("a")
    assert (case.unit, case.credit, case.state) == ("last", "last", "dispatched")
    assert trail(one)[-1] == ("fall_back", ActionReason.NOBODY_HAD_IT, True)
    one.tell(action(Do.DISPATCH, START + 2 * HOUR, of="a", unit="bob"))  # it comes late
    case = one.case("a")
    assert (case.unit, case.credit) == ("bob", "")
    assert trail(one)[-1] == ("fall_back", ActionReason.OVERTAKEN, False)


@pytest.mark.feature("chancheng.duty-list")
@pytest.mark.feature("chancheng.closed-loop")
def test_the_duty_list_says_which_level_may_resolve_and_goes_up_where_it_may_not() -> None:
    one = town("road")
    one.tell(action(Do.TRANSFER, START + HOUR, of="a", unit="grid"))
    one.tell(action(Do.RESOLVE, START + 2 * HOUR, of="a", unit="grid"))
    assert trail(one)[-1] == ("resolve", ActionReason.NOT_ITS_LEVEL, False)
    one.tell(action(Do.RESOLVE, START + 3 * HOUR, of="a", unit="ann"))
    assert (one.case("a").state, one.case("a").unit) == ("resolved", "ann")


@pytest.mark.feature("guangzhou.hand-over")
def test_a_professional_system_is_handed_the_case_and_its_result_taken_back() -> None:
    one = town("road")
    one.tell(action(Do.TRANSFER, START + HOUR, of="a", unit="the grid"))
    [notice] = [act for act in one.tables.acts if isinstance(act, Notice)]
    assert (notice.notice, notice.audience, notice.unit) == ("hand_over", "power", "grid")
    assert "移送power办理" in notice.text_zh
    one.tell(action(Do.TRANSFER, START + 2 * HOUR, of="a", unit="ann"))
    assert one.case("a").unit == "ann"


def held(one: Town) -> list[tuple[str, str, str, datetime, datetime | None]]:
    rows = [row for row in one.tables.rows.values() if isinstance(row, HolderRow) and row.from_at != row.until_at]
    return [(row.role, row.unit, row.state, row.from_at, row.until_at) for row in sorted(rows, key=lambda r: r.from_at)]


@pytest.mark.feature("deadlines.holder-time")
@pytest.mark.feature("own.ledger")
@pytest.mark.feature("deadlines.close")
def test_who_held_it_for_how_long_until_it_is_closed() -> None:
    one = town()
    steps = [Do.ACCEPT, Do.DISPATCH, Do.SIGN, Do.RESOLVE, Do.CLOSE, Do.NOTIFY, Do.CLOSE, Do.CALL_BACK, Do.CLOSE]
    units = {Do.DISPATCH: "bob"}
    one.tell(*(action(do, START + n * HOUR, of="a", unit=units.get(do, "")) for n, do in enumerate(steps, 1)))
    assert [reason for name, reason, _ in trail(one) if name == "close"] == [
        "not_notified",
        "not_called_back",
        "accepted",
    ]
    at = [START + n * HOUR for n in range(10)]
    assert held(one) == [
        ("centre", "", "open", at[0], at[1]),
        ("centre", "", "accepted", at[1], at[2]),
        ("lead", "bob", "dispatched", at[2], at[3]),
        ("lead", "bob", "in_progress", at[3], at[4]),
        ("centre", "", "resolved", at[4], at[9]),
    ]


@pytest.mark.feature("deadlines.lead-assistants")
def test_an_assistant_has_a_part_of_its_own_and_closing_waits_for_it() -> None:
    one = town("road")
    one.tell(action(Do.RESOLVE, START + HOUR, of="a", unit="ann"), action(Do.NOTIFY, START + 2 * HOUR, of="a"))
    one.tell(action(Do.CALL_BACK, START + 3 * HOUR, of="a"), action(Do.CLOSE, START + 4 * HOUR, of="a"))
    assert trail(one)[-1] == ("close", ActionReason.ASSISTANTS_AT_WORK, False)
    one.wait(START + 25 * HOUR)
    assert (one.case("a").late, clock(one, "resolve", "bob").late) == (False, True)
    assert not clock(one, "resolve").late
