"""What must hold for every log."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights, load_weights
from streams.domain.state import Remembered
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.logs import logs
from tests.streams.domain.stories import START, TOWN, Tables, fold, restored, tick
from topics.acts import Escalation, Transition

EXAMPLES = settings(
    max_examples=int(os.environ.get("JIESU_EXAMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BOTH = pytest.mark.parametrize("kind", ["real", "twin"])
CUTS = st.lists(st.integers(1, 9), max_size=60)


@cache
def weights() -> Weights:
    return load_weights()


def new_book(kind: str) -> CaseBook:
    """A book over the real matcher, or over the small one, whose rings are full sooner."""
    return CaseBook(TOWN, Matcher(weights()) if kind == "real" else TwinMatcher())


def whole(kind: str, log: Sequence[Entry]) -> Tables:
    return fold(new_book(kind), [log], Tables())


def cut(log: Sequence[Entry], sizes: list[int]) -> Iterator[Sequence[Entry]]:
    start = 0
    for size in [*sizes, len(log)]:
        yield log[start : start + size]
        start += size


@pytest.mark.feature("merging.deterministic")
@BOTH
@EXAMPLES
@given(log=logs(), sizes=CUTS)
def test_any_cut_into_batches_gives_the_same(kind: str, log: list[Entry], sizes: list[int]) -> None:
    in_pieces = fold(new_book(kind), cut(log, sizes), Tables())
    assert in_pieces.settled() == whole(kind, log).settled()


@pytest.mark.feature("merging.deterministic")
@BOTH
@EXAMPLES
@given(log=logs(), stops=st.lists(st.integers(0, 50), max_size=4), random=st.randoms(use_true_random=False))
def test_restoring_in_any_order_is_as_if_never_stopped(
    kind: str, log: list[Entry], stops: list[int], random: Random
) -> None:
    uninterrupted = new_book(kind)
    expected = fold(uninterrupted, [log], Tables())
    book, tables = new_book(kind), Tables()
    for stop in sorted(stops):
        fold(book, [log[:stop]], tables)  # from its beginning: what lies below the position is ignored
        book = restored(new_book(kind), read_back(tables, random))
    fold(book, [log], tables)
    assert tables.settled() == expected.settled()
    assert book.next_due() == uninterrupted.next_due()
    assert book.clock == uninterrupted.clock


@BOTH
@EXAMPLES
@given(log=logs(), sizes=CUTS, stop=st.integers(0, 50))
def test_memory_that_was_never_compacted_restores_the_same(
    kind: str, log: list[Entry], sizes: list[int], stop: int
) -> None:
    tables = Tables()
    fold(new_book(kind), cut(log[:stop], sizes), tables)
    compacted = restored(new_book(kind), tables.memory.values())
    book = restored(new_book(kind), tables.remembered)
    assert book.next_due() == compacted.next_due()
    assert book.standing(START) == compacted.standing(START)
    assert fold(book, [log], Tables()).settled() == fold(compacted, [log], Tables()).settled()


def read_back(tables: Tables, random: Random) -> list[Remembered]:
    """Memory as the compacted topics give it back: through bytes, in any order."""
    records = [type(record).from_bytes(record.to_bytes()) for record in tables.memory.values()]
    random.shuffle(records)
    return records


@BOTH
@EXAMPLES
@given(log=logs(), again=st.sets(st.integers(0, 48)))
def test_repeating_messages_and_ticks_changes_only_counters(kind: str, log: list[Entry], again: set[int]) -> None:
    repeated = [copy for number, entry in enumerate(log) for copy in copies(entry, number in again)]
    once, twice = whole(kind, log), whole(kind, repeated)
    assert counted_out(twice) == counted_out(once)
    assert told(once) <= told(twice)


def copies(entry: Entry, twice: bool) -> list[Entry]:
    return [entry, entry._replace(offset=entry.offset + 1)] if twice else [entry]


def counted_out(tables: Tables) -> object:
    """Rows, cases, members and escalations without what counts or tells where in the log it was."""
    rows = [row.model_dump(exclude={"version", "redeliveries"}) for _, row in sorted(tables.rows.items())]
    memory = [
        {k: v for k, v in asdict(record).items() if k not in {"stamp", "joined", "redeliveries", "next_offset"}}
        for _, record in sorted(tables.memory.items())
    ]
    rungs = sorted(act.escalation_id for act in tables.acts if isinstance(act, Escalation))
    dead = {letter.reason for letter in tables.dead}
    return rows, memory, rungs, dead


def told(tables: Tables) -> set[str]:
    """Every transition, less its place in the log: a repeated action may add a refusal and takes none away."""
    acts = [act for act in tables.acts if isinstance(act, Transition)]
    return {act.model_dump_json(exclude={"version", "index"}) for act in acts}


@BOTH
@EXAMPLES
@given(log=logs())
def test_a_tick_at_the_next_due_moment_changes_something(kind: str, log: list[Entry]) -> None:
    book = new_book(kind)
    book.apply(log)
    due, clock = book.next_due(), book.clock
    assert clock is not None
    if due is None:
        return
    changes = book.apply([Entry(book.position, due, tick(due))])
    assert changes.memory[-1].key == f"{TOWN}/position/"
    assert changes.facts or len(changes.memory) > 2
    after = book.next_due()
    assert after is None or after >= due
