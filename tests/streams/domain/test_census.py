"""The census agrees with counting all cases, whatever has happened to them."""

from datetime import timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from streams.domain.casebook import CaseBook
from streams.domain.census import Standing
from streams.domain.changes import Entry
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.logs import logs
from tests.streams.domain.stories import DAY, HOUR, START, TOWN, Tables, Town, action, fold, report, restored, tick
from tests.streams.domain.test_properties import EXAMPLES
from topics.action import ActionName
from topics.case import Case
from topics.hot import HotIssue
from topics.memory import Identity, LastTick, Member, MergedCase, ParkedAction
from topics.reasons import Outcome
from topics.rows import CaseState

MINUTE = timedelta(minutes=1)
HOT_STATES = ("open", "cooled")


def counted(tables: Tables) -> Standing:
    """The same by counting what is remembered, as of the last tick."""
    records = tables.memory.values()
    now = max((one.now for one in records if isinstance(one, LastTick)), default=START - DAY)
    merged = {one.case_id for one in records if isinstance(one, MergedCase)}
    everything = [one for one in records if isinstance(one, Case)]
    cases = [one for one in everything if one.case_id not in merged]
    open_ = [case for case in cases if case.resolved_at is None and not case.clock.paused]
    this = now.replace(second=0, microsecond=0)
    soon = [case for case in open_ if this + MINUTE <= case.clock.due_at < this + 61 * MINUTE]
    return Standing(
        states={state: sum(case.state == state for case in cases) for state in get_args(CaseState)},
        due_soon=len(soon),
        overdue=sum(case.clock.due_at <= now for case in open_),
        parked=sum(isinstance(one, ParkedAction) for one in records),
        hot={state: sum(isinstance(one, HotIssue) and one.state == state for one in records) for state in HOT_STATES},
        memory={
            "case": len(everything),
            "member": sum(isinstance(one, Member) for one in records),
            "identity": sum(isinstance(one, Identity) for one in records),
        },
    )


def ticks(log: list[Entry]) -> list[Entry]:
    """A tick as of the last record."""
    return [Entry(one.offset + 1, one.appended_at, tick(one.appended_at)) for one in log[-1:]]


def stands(book: CaseBook, tables: Tables) -> Standing:
    now = max((one.now for one in tables.memory.values() if isinstance(one, LastTick)), default=START - DAY)
    return book.standing(now)


@EXAMPLES
@given(log=logs(), stop=st.integers(0, 48))
def test_it_is_what_counting_all_cases_gives(log: list[Entry], stop: int) -> None:
    """As of a tick: what was late from the beginning is overdue from the next tick on."""
    book = CaseBook(TOWN, TwinMatcher())
    tables = fold(book, [log[:stop], ticks(log[:stop])], Tables())
    assert stands(book, tables) == counted(tables)
    again = restored(CaseBook(TOWN, TwinMatcher()), tables.memory.values())
    assert stands(again, tables) == counted(tables)


def test_a_case_is_due_soon_then_overdue_then_neither() -> None:
    town = Town()
    town.tell(report("a"))  # a road: due after 24 hours
    assert _figures(town, 22 * HOUR) == (0, 0)
    assert _figures(town, 23 * HOUR) == (1, 0)
    assert _figures(town, 24 * HOUR) == (0, 1)
    town.tell(action(ActionName.RESOLVE, START + 24 * HOUR, of="a"))
    assert _figures(town, 24 * HOUR) == (0, 0)


def test_a_case_that_turns_out_to_have_been_due_is_overdue_and_due_no_more() -> None:
    town = Town()
    town.tell(report("a", category="else"))  # two working days
    assert _figures(town, 30 * HOUR) == (0, 0)
    town.tell(action(ActionName.CORRECT, START + 30 * HOUR, of="a", class_code="road"))  # 24 hours, which are over
    assert _figures(town, 31 * HOUR) == (0, 1)
    assert town.case("a").late
    assert town.book.next_due() is None


def _figures(town: Town, after: timedelta) -> tuple[int, int]:
    town.wait(START + after)
    standing = town.book.standing(START + after)
    return standing.due_soon, standing.overdue


def test_reports_are_counted_by_what_came_of_them() -> None:
    town = Town()
    told = town.tell(report("a"), report("b"), report("a"), report("a", text="a big hole"), report("c", text="noise"))
    heard = {(one.outcome, one.reason): number for one, number in told.heard.items()}
    assert sum(heard.values()) == 5
    assert heard[Outcome.REDELIVERY, None] == heard[Outcome.REVISION, None] == 1
    assert town.tell(tick(START + HOUR)).heard == {}
