"""What the passing of time does."""

from datetime import timedelta

import pytest

from streams.domain.casebook import CaseBook
from streams.domain.changes import Changes, Entry
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.stories import (
    DAY,
    HOUR,
    START,
    TOWN,
    Town,
    action,
    change,
    cid,
    policy,
    report,
    restored,
    rid,
    tick,
)
from topics.action import ActionName
from topics.acts import Notice
from topics.case import Case
from topics.memory import Identity, PolicyHeld

RESOLVE = ActionName.RESOLVE


def kinds(changes: Changes) -> set[str]:
    return {sheet.kind for sheet in changes.sheets}


def fired(town: Town) -> list[tuple[str, int]]:
    """Rungs with their hours after the start."""
    return [(act.rung, int((act.fire_at - START) / HOUR)) for act in town.escalations()]


@pytest.mark.feature("deadlines.ladder")
def test_each_rung_fires_once_at_its_own_time() -> None:
    town = Town()
    town.tell(report("a"))
    assert town.book.next_due() == START + 18 * HOUR
    town.wait(START + 19 * HOUR)
    assert (fired(town), town.case("a").late) == ([("remind", 18)], False)
    town.wait(START + 30 * HOUR)
    town.wait(START + 31 * HOUR)
    assert fired(town) == [("remind", 18), ("urge", 24)]
    assert town.case("a").late
    assert town.book.next_due() is None


def test_a_reminder_gives_no_case_row() -> None:
    town = Town()
    town.tell(report("a"))
    assert kinds(town.wait(START + 18 * HOUR)) == {"escalation", "notice"}
    assert kinds(town.wait(START + 24 * HOUR)) == {"escalation", "notice", "case", "clock"}


def test_what_fell_due_fires_in_order_of_time() -> None:
    town = Town()
    town.tell(report("a", at=START + HOUR), report("b", "no light"))
    town.wait(START + 2 * DAY)
    assert fired(town) == [("remind", 18), ("remind", 19), ("urge", 24), ("urge", 25)]


def test_a_rung_already_past_at_opening_fires_at_the_next_tick_with_its_own_time() -> None:
    town = Town()
    town.wait(START + 2 * DAY)
    town.tell(report("a"))
    assert town.case("a").late
    assert kinds(town.wait(START + 2 * DAY)) == {"escalation", "notice", "clock", "case"}
    assert fired(town) == [("remind", 18), ("urge", 24)]


@pytest.mark.feature("deadlines.ladder")
def test_a_resolve_stops_the_ladder_and_a_round_begins_it_again() -> None:
    town = Town()
    town.tell(report("a"))
    town.wait(START + 20 * HOUR)
    town.tell(action(RESOLVE, START + 20 * HOUR, of="a"))
    town.wait(START + 30 * HOUR)
    assert not town.case("a").late
    town.tell(action(ActionName.REOPEN, START + 30 * HOUR, of="a"))
    town.wait(START + 54 * HOUR)
    assert fired(town) == [("remind", 18), ("remind", 48), ("urge", 54)]
    assert [act.round for act in town.escalations()] == [1, 2, 2]
    assert len({act.escalation_id for act in town.escalations()}) == 3


@pytest.mark.feature("yuexiu.urge")
def test_a_rung_sends_a_notice_in_both_languages() -> None:
    town = Town()
    town.tell(report("a", region="north"), action(ActionName.DISPATCH, of="a", unit="路政所"))
    town.wait(START + DAY)
    remind, urge = [act for act in town.tables.acts if isinstance(act, Notice)]
    assert (remind.notice, urge.notice, urge.unit, urge.at) == ("remind", "urge", "路政所", START + DAY)
    assert urge.text_zh.startswith("【催办单】北区 道路，诉求1件，时限2025-03-04 09:00已到")
    assert remind.text_en.startswith("Reminder: 北区 道路, 1 report(s): resolve it by 2025-03-04 09:00. 路政所")
    assert cid("a") in remind.text_zh


def test_a_resolved_case_leaves_memory_and_its_reports_leave_their_identity() -> None:
    town = Town()
    town.tell(report("a"), report("b"), action(RESOLVE, of="a"))
    assert town.book.next_due() == START + 2 * DAY
    town.wait(START + 2 * DAY + HOUR)
    kept = town.tables.memory
    assert not [key for key in kept if key[0] in ("cases", "members")]
    identity = kept["book", f"{TOWN}/identity/{rid('b')}"]
    assert isinstance(identity, Identity)
    assert (identity.case_id, identity.until) == (cid("a"), START + 5 * DAY)
    town.wait(START + 5 * DAY)
    assert not [key for key in town.tables.memory if "identity" in key[1]]
    assert town.book.next_due() is None


def test_identities_are_the_same_whatever_order_memory_was_restored_in() -> None:
    town = Town()
    names = [chr(ord("a") + n) for n in range(12)]
    town.tell(*(report(name) for name in names), action(RESOLVE, of="a"))
    book = restored(CaseBook(TOWN, TwinMatcher()), list(town.tables.memory.values())[::-1])
    leaving = [Entry(town.offset, START + 2 * DAY, tick(START + 2 * DAY))]
    assert book.apply(leaving).memory == town.book.apply(leaving).memory


def test_time_never_goes_back() -> None:
    town = Town()
    town.wait(START + 2 * DAY)
    assert len(town.wait(START + 2 * DAY - timedelta(seconds=3)).memory) == 1
    town.tell(report("a"))
    assert town.case("a").late


def test_a_closed_report_is_still_known() -> None:
    town = Town()
    town.tell(report("a"), action(RESOLVE, of="a"))
    town.wait(START + 2 * DAY)
    town.tell(report("a"))
    assert (town.report("a").redeliveries, town.report("a").revision) == (1, 1)
    town.tell(report("a", "worse"))
    assert (town.report("a").redeliveries, town.report("a").revision, town.report("a").text) == (1, 2, "worse")
    assert town.case("a").state == "resolved"
    town.tell(report("b"))
    assert town.member("b").case_id == cid("b")


def held(town: Town) -> dict[str, bool]:
    """Versions held, and whether they are pending."""
    records = [record for record in town.tables.memory.values() if isinstance(record, PolicyHeld)]
    return {record.change.policy.version: record.pending for record in records}


def test_a_policy_waits_for_its_day() -> None:
    town = Town()
    town.wait(START)
    town.tell(change(policy("v2", START + DAY)), report("a"))
    assert held(town) == {"v1": False, "v2": True}
    town.wait(START + DAY)
    town.tell(report("b", "no light"))
    assert (town.case("a").policy_version, town.case("b").policy_version) == ("v1", "v2")
    assert held(town) == {"v1": False, "v2": False}


def test_until_its_day_a_published_policy_changes_nothing() -> None:
    """Two towns: in one a policy is published, in the other it is said again what stands."""
    told = []
    for published in (change(policy("v2", START + DAY, limit_hours=1)), change()):
        town = Town()
        town.tell(report("a"), published, report("b", "no light"), action(RESOLVE, of="b"))
        town.wait(START + DAY - HOUR)
        told.append((town.tables.rows, town.tables.acts, town.tables.dead))
    assert told[0] == told[1]
    assert [rung.policy_version for rung in town.escalations()] == ["v1"]


def test_the_first_policy_is_in_force_at_once() -> None:
    town = Town(change(policy("v1", START + 90 * DAY)))
    town.tell(report("a"))
    assert held(town) == {"v1": False}
    assert town.case("a").state == "open"


def test_a_policy_that_no_case_needs_is_forgotten() -> None:
    town = Town()
    town.wait(START)
    town.tell(report("a"), change(policy("v2")))
    assert set(held(town)) == {"v1", "v2"}
    town.tell(action(RESOLVE, of="a"))
    town.wait(START + 2 * DAY)
    assert set(held(town)) == {"v2"}


def test_publishing_a_version_again_changes_nothing() -> None:
    town = Town()
    town.tell(change(policy("v2", START + DAY)))
    changes = town.tell(change(), change(policy("v1", limit_hours=3)), change(policy("v2", START + 9 * DAY)))
    assert len(changes.memory) == 1
    assert town.book.next_due() == START + DAY


def test_a_kept_version_comes_back_as_it_was() -> None:
    town = Town()
    town.wait(START)
    town.tell(report("a"), change(policy("v2")), change(policy("v1", limit_hours=3)), report("b", "no light"))
    assert (town.case("b").policy_version, town.case("b").due_at) == ("v1", START + DAY)
    case = town.tables.memory["cases", cid("b")]
    assert isinstance(case, Case)
    assert set(held(town)) == {"v1"}
