"""Every value of a row stands in the column that has its name."""

from collections.abc import Mapping
from datetime import timedelta

from tests.streams.domain.stories import HOUR, START, Town, action, cid, report, rid
from topics.action import ActionName
from topics.acts import Escalation, Notice, Transition
from topics.case import Case
from topics.memory import Member
from topics.rows import Row

SEEN = START - timedelta(minutes=9)
TOLD = report(
    "a",
    "a hole",
    occurred_at=SEEN,
    title="road",
    address="number 7",
    region="middle",
    reporter="someone",
    latitude=31.5,
    longitude=121.5,
    attachments=("a.jpg",),
)


def shared(row: Row, other: object) -> Mapping[str, tuple[object, object]]:
    """Of the fields that both have, those that differ."""
    both = {name: (getattr(row, name), getattr(other, name)) for name in type(row).model_fields if hasattr(other, name)}
    assert len(both) > 4
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def test_of_a_report() -> None:
    town = Town()
    town.tell(TOLD)
    row = town.report("a")
    assert set(shared(row, TOLD)) == {"region"}
    assert (row.class_code, row.class_by, row.region, row.region_level) == ("road", "hint", "n1", 2)
    assert (row.source_topic, row.source_partition, row.source_offset) == ("reports.raw", 0, TOLD.source.offset)
    assert (row.revision, row.redeliveries, row.policy_version, row.version) == (1, 0, "v1", 1)


def test_of_a_member_and_a_case() -> None:
    town = Town()
    town.tell(TOLD, report("b", reporter="another", at=START + HOUR))
    town.tell(action(ActionName.DISPATCH, START + 2 * HOUR, of="a", unit="roads"))
    member, case = town.tables.memory["members", rid("b")], town.tables.memory["cases", cid("a")]
    assert isinstance(member, Member)
    assert isinstance(case, Case)
    assert shared(town.member("b"), member) == {}
    assert shared(town.case("a"), case) == {}
    assert (town.case("a").due_at, town.case("a").round) == (case.clock.due_at, case.clock.round)
    assert (town.member("b").version, town.case("a").version, town.case("a").late) == (2, 3, False)


def test_of_what_was_done() -> None:
    town = Town()
    done = action(ActionName.DISPATCH, START + HOUR, of="a", unit="roads").altered(actor="Wang", note="today")
    town.tell(TOLD, done)
    _, row = [act for act in town.tables.acts if isinstance(act, Transition)]
    assert set(shared(row, done)) == {"case_id", "details"}
    assert row.details == ""
    assert (row.case_id, row.version, row.at, row.before, row.after) == (
        cid("a"),
        2,
        START + HOUR,
        "open",
        "dispatched",
    )
    assert (row.accepted, row.reason, row.policy_version) == (True, "accepted", "v1")


def test_of_a_rung() -> None:
    town = Town()
    town.tell(TOLD, action(ActionName.DISPATCH, START + HOUR, of="a", unit="roads"))
    town.wait(START + 18 * HOUR)
    (fired,) = [act for act in town.tables.acts if isinstance(act, Escalation)]
    (sent,) = [act for act in town.tables.acts if isinstance(act, Notice)]
    assert (fired.case_id, fired.clock, fired.rung, fired.round) == (cid("a"), "resolve", "remind", 1)
    assert (fired.fire_at, fired.due_at) == (START + 18 * HOUR, START + 24 * HOUR)
    assert (fired.audience, fired.unit, fired.policy_version, fired.version) == ("unit", "roads", "v1", 3)
    assert (sent.case_id, sent.notice, sent.audience, sent.unit) == (cid("a"), "remind", "unit", "roads")
    assert (sent.at, sent.version) == (fired.fire_at, 3)
    assert ("提醒函" in sent.text_zh, "Reminder" in sent.text_en) == (True, True)
