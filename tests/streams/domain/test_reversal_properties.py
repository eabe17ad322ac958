"""What must hold of every log in which people merge, split and keep apart."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import asdict

from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.logs import logs
from tests.streams.domain.stories import TOWN, Tables, action, fold, tick
from tests.streams.domain.test_properties import BOTH, EXAMPLES, new_book
from topics.action import ActionName
from topics.acts import Transition
from topics.case import Case
from topics.inbox import Action, Tick
from topics.memory import ApartPair
from topics.rows import CaseRow, MemberRow, Suggestion


def members(tables: Tables) -> list[MemberRow]:
    return [row for row in tables.rows.values() if isinstance(row, MemberRow)]


def cases(tables: Tables) -> list[CaseRow]:
    return [row for row in tables.rows.values() if isinstance(row, CaseRow)]


def views(tables: Tables) -> list[object]:
    """Every current view without what counts revisions, and without what was decided on a suggestion."""
    rows = (row for _, row in sorted(tables.rows.items()) if not isinstance(row, Suggestion))
    return [row.model_dump(exclude={"version"}) for row in rows]


def remembered(tables: Tables) -> dict[object, object]:
    """Memory without where in the log it changed, and without who is kept apart."""
    kept = {name: asdict(one) for name, one in tables.memory.items() if not isinstance(one, ApartPair)}
    return {name: {k: v for k, v in one.items() if k not in {"stamp", "next_offset"}} for name, one in kept.items()}


class Teller:
    """Goes on with a log that has been folded."""

    def __init__(self, log: list[Entry], book: CaseBook) -> None:
        self.book, self.tables = book, fold(book, [log], Tables())
        self.last = log[-1]

    def tell(self, record: Action | Tick) -> None:
        self.last = Entry(self.last.offset + 1, self.last.appended_at, record)
        fold(self.book, [[self.last]], self.tables)


@BOTH
@EXAMPLES
@given(log=logs(), which=st.tuples(st.integers(0, 9), st.integers(0, 9)), after=st.integers(0, 3))
def test_unmerging_undoes_merging(kind: str, log: list[Entry], which: tuple[int, int], after: int) -> None:
    """Both happen when nothing is due any more, so that nothing but them changes anything."""
    town = Teller(log, new_book(kind))
    town.tell(tick(town.last.appended_at))
    there = sorted(one.case_id for one in town.tables.memory.values() if isinstance(one, Case))
    before, memory, many = views(town.tables), remembered(town.tables), len(town.tables.acts)
    if not there:
        return
    into, other = (there[number % len(there)] for number in which)
    at = town.last.appended_at
    town.tell(action(ActionName.MERGE, at, case=into, other=other))
    merge = town.tables.acts[many]
    if isinstance(merge, Transition) and not merge.accepted:
        return
    event("merged")
    town.tell(action(ActionName.UNMERGE, at + timedelta(hours=after), case=other))
    assert views(town.tables) == before
    assert remembered(town.tables) == memory
    gained = [act.action if isinstance(act, Transition) else act.KIND for act in town.tables.acts[many:]]
    assert [one for one in gained if one != "notice"] == ["merge", "unmerge"]


def steps(log: list[Entry]) -> Iterator[Tables]:
    book, tables = CaseBook(TOWN, TwinMatcher()), Tables()
    for entry in log:
        yield fold(book, [[entry]], tables)


@EXAMPLES
@given(log=logs())
def test_at_any_moment_a_report_is_in_one_case_and_every_case_counts_its_own(log: list[Entry]) -> None:
    """Of what is in memory: a report that comes again when all is forgotten opens its case once more."""
    for tables in steps(log):
        held = {name for _, name in tables.memory}
        there = [row for row in cases(tables) if row.case_id in held]
        counts = Counter(row.case_id for row in members(tables) if row.report_id in held)
        assert Counter({row.case_id: row.reports for row in there}) == counts
        assert {row.case_id for row in there if not row.reports} == {row.case_id for row in there if row.merged_into}
        assert {name for kind, name in tables.rows if kind == "report"} == {row.report_id for row in members(tables)}


@EXAMPLES
@given(log=logs())
def test_what_people_keep_apart_nothing_but_people_joins(log: list[Entry]) -> None:
    for tables in steps(log):
        inside: dict[str, set[str]] = {}
        for row in members(tables):
            inside.setdefault(row.case_id, set()).add(row.own_case)
        pairs = [one for one in tables.memory.values() if isinstance(one, ApartPair)]
        assert not [pair for pair in pairs for owns in inside.values() if {pair.one, pair.other} <= owns]
