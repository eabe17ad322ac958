"""A store is a dict of records, whatever they are; what is put comes back exactly."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.domain.store.cases import Cases
from streams.domain.store.identities import Identities
from streams.domain.store.members import Members
from streams.domain.store.numbering import HELD
from streams.domain.store.store import Store
from tests.streams.domain.store.records import CASES, IDENTITIES, MEMBERS, SCOPE
from tests.streams.domain.stories import DAY, START, TOWN, Town, action, cid, report, rid
from topics.action import ActionName
from topics.case import Case
from topics.ids import digest
from topics.memory import Identity, Member, Stamp
from topics.reasons import MergeReason

RESOLVE = ActionName.RESOLVE
MEMBER = Member(
    scope=SCOPE,
    report_id=rid("a"),
    case_id=cid("a"),
    stamp=Stamp(offset=1, index=0),
    joined=Stamp(offset=1, index=0),
    occurred_at=START,
    received_at=START,
    reporter=digest("ann"),
    content=digest("a hole"),
    revision=1,
    redeliveries=0,
    reason=MergeReason.NOTHING_SIMILAR,
    score=0.25,
    matched="",
    leader=True,
    sketch=None,
)

Step = tuple[str, list[Any]]
EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def no_sketch(_slot: int) -> None:
    return None


def members() -> Members:
    return Members(SCOPE, Cases(SCOPE), no_sketch)


def name_of(record: Case | Member | Identity) -> str:
    return record.case_id if isinstance(record, Case) else record.report_id


def steps(records: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Step]]:
    """Things to do to a store, with records to do them with."""
    whats = st.sampled_from(["put", "put all", "put all", "clear", "drop", "pack"])
    return st.lists(st.tuples(whats, st.lists(records, min_size=1, max_size=5)), max_size=10)


def taken_through(store: Store[Any], told: Sequence[Step]) -> None:
    """Do all this to the store and to a dict, and compare them after each."""
    known: dict[str, Any] = {}
    for what, records in told:
        names = list(map(name_of, records))
        if what == "put all":
            assert list(map(store.name, store.put_all(records).tolist())) == names
        for record, name in zip(records, names, strict=True):
            do(store, what, name, record)
        known = changed(known, what, dict(zip(names, records, strict=True)))
        assert [store.get(name) for name in names] == [known.get(name) for name in names]
        assert [name in store for name in names] == [name in known for name in names]
        assert len(store) == len(known)
    held = store.numbers(HELD).tolist()
    assert {store.name(number): store.at(number) for number in held} == known


def do(store: Store[Any], what: str, name: str, record: Any) -> None:
    if what == "put":
        assert store.name(store.put(record)) == name
    elif what == "clear":
        store.clear(name)
    elif what == "drop" and store.number(name) >= 0:
        store.drop(store.number(name))
    elif what == "pack":
        store.pack()


def changed(known: dict[str, Any], what: str, records: dict[str, Any]) -> dict[str, Any]:
    """What a dict holds after the same."""
    if what in {"put", "put all"}:
        return known | records
    return known if what == "pack" else {name: one for name, one in known.items() if name not in records}


@EXAMPLES
@given(steps(CASES))
def test_cases(told: list[Step]) -> None:
    taken_through(Cases(SCOPE), told)


@EXAMPLES
@given(steps(MEMBERS))
def test_members(told: list[Step]) -> None:
    taken_through(members(), told)


@EXAMPLES
@given(steps(IDENTITIES))
def test_identities(told: list[Step]) -> None:
    taken_through(Identities(SCOPE), told)


def test_the_records_of_a_stream_fit_their_rows() -> None:
    """What does not is kept as it is, and is large: the stream's own records all do."""
    town = Town()
    town.tell(report("a"), report("b", "dogs", reporter=digest("ann")), report("c"), action(RESOLVE, of="b"))
    town.wait(START + 3 * DAY)
    held = town.tables.memory.values()
    stores: dict[type[Any], Store[Any]] = {Case: Cases(TOWN), Member: members(), Identity: Identities(TOWN)}
    for record in held:
        if type(record) in stores:
            stores[type(record)].put(record)
            stores[type(record)].pack()
    assert [len(store) for store in stores.values()] == [1, 2, 1]
    assert [len(store.beside) for store in stores.values()] == [0, 0, 0]


@pytest.mark.parametrize(
    "change",
    [
        {"reporter": "0" * 32},
        {"reporter": digest("ann").upper()},
        {"content": digest("a hole")[1:]},
        {"matched": digest("a")[:30] + " 1"},
        {"revision": 1 << 32},
        {"redeliveries": -1},
        {"stamp": Stamp(offset=1 << 63, index=0)},
        {"scope": "village"},
    ],
)
def test_what_does_not_fit_a_row_stands_beside_it(change: dict[str, Any]) -> None:
    store, strange = members(), MEMBER.altered(**change)
    slot = store.put(strange)
    store.put(MEMBER.altered(report_id=rid("b")))
    store.pack()
    assert list(store.beside) == [slot]
    assert store.at(slot) == strange
    store.put(MEMBER)
    store.pack()
    assert (list(store.beside), store.at(slot)) == ([], MEMBER)


def test_what_is_told_of_one_report_at_once_ends_with_the_last() -> None:
    store, latest = members(), MEMBER.altered(revision=2)
    assert store.put_all([MEMBER, latest]).tolist() == [store.number(MEMBER.report_id)] * 2
    assert (len(store), store[MEMBER.report_id]) == (1, latest)
    assert store.put_all([]).tolist() == []


def test_a_store_does_not_grow_while_rows_are_free() -> None:
    store = members()
    for number in range(5_000):
        store.put(MEMBER.altered(report_id=rid(str(number))))
        if number >= 100:
            store.drop(store.number(rid(str(number - 100))))
    assert (len(store), store.rows.end) == (100, 101)
    left = {store.name(number) for number in store.numbers(HELD).tolist()}
    assert left == {rid(str(number)) for number in range(4_900, 5_000)}
