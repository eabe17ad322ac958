"""What must hold for every log."""

import os
from collections.abc import Iterator, Sequence
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.domain.casebook import CaseBook
from streams.domain.changes import Entry
from streams.domain.state import Remembered
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.logs import logs
from tests.streams.domain.stories import TOWN, Tables, fold, tick
from topics.facts import Escalation, Transition

EXAMPLES = settings(
    max_examples=int(os.environ.get("JIESU_EXAMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CUTS = st.lists(st.integers(1, 9), max_size=60)


def whole(log: Sequence[Entry]) -> Tables:
    return fold(CaseBook(TOWN, TwinMatcher()), [log], Tables())


def cut(log: Sequence[Entry], sizes: list[int]) -> Iterator[Sequence[Entry]]:
    start = 0
    for size in [*sizes, len(log)]:
        yield log[start : start + size]
        start += size


@EXAMPLES
@given(logs(), CUTS)
def test_any_cut_into_batches_gives_the_same(log: list[Entry], sizes: list[int]) -> None:
    in_pieces = fold(CaseBook(TOWN, TwinMatcher()), cut(log, sizes), Tables())
    assert in_pieces.settled() == whole(log).settled()


@EXAMPLES
@given(logs(), st.integers(0, 45), st.randoms(use_true_random=False))
def test_restoring_in_any_order_of_keys_is_as_if_never_stopped(log: list[Entry], stop: int, random: Random) -> None:
    uninterrupted = CaseBook(TOWN, TwinMatcher())
    expected = fold(uninterrupted, [log], Tables())
    tables = fold(CaseBook(TOWN, TwinMatcher()), [log[:stop]], Tables())
    book = CaseBook(TOWN, TwinMatcher())
    book.restore(read_back(tables, random))
    fold(book, [[entry for entry in log if entry.offset >= book.position]], tables)
    assert tables.settled() == expected.settled()
    assert book.next_due() == uninterrupted.next_due()
    assert book.clock == uninterrupted.clock


def read_back(tables: Tables, random: Random) -> list[Remembered]:
    """Memory as the compacted topics give it back: through bytes, in any order."""
    records = [type(record).from_bytes(record.to_bytes()) for record in tables.memory.values()]
    random.shuffle(records)
    return records


@EXAMPLES
@given(logs(), st.sets(st.integers(0, 48)))
def test_repeating_messages_and_ticks_changes_only_counters(log: list[Entry], again: set[int]) -> None:
    repeated = [copy for number, entry in enumerate(log) for copy in copies(entry, number in again)]
    once, twice = whole(log), whole(repeated)
    assert counted_out(twice) == counted_out(once)
    assert told(once) <= told(twice)


def copies(entry: Entry, twice: bool) -> list[Entry]:
    return [entry, entry._replace(offset=entry.offset + 1)] if twice else [entry]


def counted_out(tables: Tables) -> object:
    """Rows, cases, members and escalations without what counts or tells where in the log it was."""
    rows = [row.model_dump(exclude={"version", "redeliveries"}) for _, row in sorted(tables.rows.items())]
    memory = [
        record.model_dump(exclude={"stamp", "joined", "redeliveries", "next_offset"})
        for _, record in sorted(tables.memory.items())
    ]
    rungs = sorted(act.escalation_id for act in tables.acts if isinstance(act, Escalation))
    dead = {letter.reason for letter in tables.dead}
    return rows, memory, rungs, dead


def told(tables: Tables) -> set[str]:
    """Every transition, less its place in the log: a repeated action may add a refusal and takes none away."""
    acts = [act for act in tables.acts if isinstance(act, Transition)]
    return {act.model_dump_json(exclude={"version", "index"}) for act in acts}


@EXAMPLES
@given(logs())
def test_a_tick_at_the_next_due_moment_changes_something(log: list[Entry]) -> None:
    book = CaseBook(TOWN, TwinMatcher())
    book.apply(log)
    due, clock = book.next_due(), book.clock
    assert clock is not None
    if due is None:
        return
    changes = book.apply([Entry(book.position, due, tick(due))])
    assert changes.memory[-1].key == f"{TOWN}/position/"
    assert changes.rows or changes.acts or changes.dead or len(changes.memory) > 2
    after = book.next_due()
    assert after is None or after >= due
