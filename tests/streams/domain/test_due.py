"""Looking for what is due costs the same however many cases are open, and everything due is found."""

from datetime import timedelta

import pytest

from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from streams.domain.merging.apart import Apart
from tests.rows import rows_of
from tests.streams.domain.handling.office import office
from tests.streams.domain.stories import DAY, START, TOWN, change, cid, report, tick
from topics.acts import Escalation
from topics.deadline import ClockName
from topics.inbox import PolicyChange, Report
from topics.memory import LastTick, Position

NAMES = [str(number) for number in range(200)]


@pytest.fixture
def book() -> CaseBook:
    """Many open cases with every clock."""
    told: list[PolicyChange | Report] = [change(office()), *(report(name) for name in NAMES)]
    book = CaseBook(TOWN, Apart())
    changes = book.apply([Entry(offset, START, one) for offset, one in enumerate(told)])
    clocks = [row for sheet in changes.sheets if sheet.kind == "clock" for row in sheet.columns["clock"]]
    assert set(clocks) == set(ClockName)
    return book


def test_a_tick_before_anything_is_due_touches_no_case(book: CaseBook) -> None:
    due = book.next_due()
    assert due is not None
    before = due - timedelta(seconds=1)
    changes = book.apply([Entry(book.position, before, tick(before))])
    assert [type(record) for record in changes.memory] == [LastTick, Position]
    assert not changes.facts
    assert book.next_due() == due


def test_looking_for_what_is_due_changes_nothing(book: CaseBook) -> None:
    position, looks = book.position, {book.next_due() for _ in range(3)}
    assert len(looks) == 1
    assert book.position == position
    assert not book.changes().memory


@pytest.mark.feature("deadlines.ladder")
def test_of_many_cases_with_rungs_due_at_one_moment_none_is_left_out(book: CaseBook) -> None:
    """One tick, long after: each rung of each case, once."""
    late = START + 9 * DAY
    changes = book.apply([Entry(book.position, late, tick(late))])
    fired = [row for row in rows_of(changes.sheets) if isinstance(row, Escalation)]
    ladders = [[(one.clock, one.holder, one.rung, one.firing) for one in fired if one.case_id == cid(n)] for n in NAMES]
    assert all(ladder == ladders[0] for ladder in ladders)
    assert {rung for _, _, rung, _ in ladders[0]} == {"sign", "call", "remind", "urge", "supervise"}
    assert len(set(ladders[0])) == len(ladders[0])
    due = book.next_due()
    assert due is None or due > late
