"""The fold itself: position, waiting, what it ignores."""

from datetime import timedelta

from streams.domain.casebook import CaseBook
from streams.domain.changes import Changes, Entry
from tests.fakes.matcher import TwinMatcher
from tests.rows import rows_of
from tests.streams.domain.stories import CLOCK, DAY, HOUR, START, TOWN, Town, change, policy, report, source, tick
from topics.memory import Position
from topics.reasons import Reason
from topics.rows import MemberRow


def test_the_position_is_written_last_whenever_it_moved() -> None:
    town = Town()
    changes = town.tell(report("a"), report("b"))
    last = changes.memory[-1]
    assert isinstance(last, Position)
    assert (last.next_offset, town.book.position) == (3, 3)


def test_entries_below_the_position_are_ignored() -> None:
    book = CaseBook(TOWN, TwinMatcher())
    batch = [Entry(0, START, change()), Entry(1, START, report("a"))]
    assert book.apply(batch).sheets
    assert book.apply(batch) == Changes()


def test_records_before_the_first_policy_wait_and_then_go_in_order() -> None:
    book = CaseBook(TOWN, TwinMatcher())
    early = [Entry(4, START, report("a")), Entry(5, START, report("b"))]
    assert book.apply(early) == Changes()
    assert book.apply(early) == Changes()
    assert (book.position, book.clock, book.next_due()) == (0, None, None)
    changes = book.apply([Entry(6, START, change()), Entry(7, START, report("c"))])
    assert [row.version for row in rows_of(changes.sheets) if isinstance(row, MemberRow)] == [4, 5, 7]
    assert (book.position, book.clock) == (8, CLOCK)


def test_a_key_is_written_once_a_batch_with_its_last_value() -> None:
    town = Town()
    changes = town.tell(report("a"), report("b"), report("a"))
    views = [sheet for sheet in changes.sheets if sheet.topic == "rows"]
    keys = [(sheet.kind, name) for sheet in views for name in list(sheet.columns.values())[1]]
    assert len(keys) == len(set(keys)) == 7
    assert (town.report("a").redeliveries, town.report("a").version) == (1, 3)
    assert (town.case("a").reports, town.case("a").version) == (2, 2)


def test_a_record_of_another_scope_is_a_dead_letter() -> None:
    town = Town()
    town.tell(report("a", scope="village"), tick(START).altered(scope="village"))
    [one, other] = town.tables.dead
    assert (one.reason, one.source) == (Reason.WRONG_SCOPE, source("a"))
    assert str(other.source) == "inbox/3/2"
    assert ("case", "a") not in town.tables.rows


def test_a_tick_off_the_clock_is_a_dead_letter_and_moves_nothing() -> None:
    town = Town()
    town.tell(report("a"))
    late = Entry(town.offset, START + HOUR, tick(START + 40 * DAY))
    changes = town.book.apply([late])
    assert [letter.reason for letter in changes.dead] == [Reason.TICK_OFF_CLOCK]
    assert str(changes.dead[0].source) == "inbox/3/2"
    assert not changes.sheets


def test_a_tick_may_be_five_seconds_off_in_wall_time() -> None:
    fast = CLOCK.model_copy(update={"rate": 60.0})
    town = Town(change(clock=fast))
    wall = START + timedelta(minutes=1)
    for offset, seconds, dead in ((1, 300, 0), (2, -300, 0), (3, 301, 1)):
        said = tick(START + HOUR + timedelta(seconds=seconds))
        assert len(town.book.apply([Entry(offset, wall, said)]).dead) == dead


def test_the_clock_is_that_of_the_policy_in_force() -> None:
    town = Town()
    faster = CLOCK.model_copy(update={"rate": 2.0})
    town.tell(change(policy("v2", START + DAY), clock=faster))
    assert (town.book.clock, town.book.next_due()) == (CLOCK, START + DAY)
    town.wait(START + DAY)
    assert town.book.clock == faster
