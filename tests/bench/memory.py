"""What open cases cost casework: bytes, the time of a restore, and how the cost of the rest grows with them.

    python -m tests.bench.memory [CASES ...]

Each size is a process of its own. Memory comes from this process, not from Kafka: `make bench` restores through it.
Bytes are proportional set size after the restore, less that before it. Prints one JSON object a size.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from streams.app import new_books
from streams.domain.casebook import CaseBook
from streams.domain.changes import Changes, Entry
from streams.domain.store.store import Store
from streams.processors.casework import Casework
from streams.processors.work import Taken
from streams.runtime.cycles import look_rarely_for_cycles
from streams.runtime.restore import CHUNK
from tests.bench.open_cases import NOW, RUSH, SCOPE, memory, report
from topics.inbox import Tick

SIZES = (10_000, 100_000, 1_000_000)
_MS = timedelta(milliseconds=1)
_WARM, _REPORTS, _BATCH = 500, 3_000, 500


class Restored(NamedTuple):
    """Processor seconds of a restore, all told and its longest step, and how many records it was of."""

    seconds: float
    longest: float
    records: int


def main(sizes: list[int]) -> None:
    """Measure each size."""
    for size in sizes:
        subprocess.run([sys.executable, "-m", "tests.bench.memory", "in-this-process", str(size)], check=True)


def measure(cases: int) -> dict[str, float]:
    """All figures of one size."""
    look_rarely_for_cycles()
    new_book = new_books()
    book = new_book(SCOPE)
    work = Casework(0, lambda _: book)
    before = proportional_bytes()
    restored = restore(work, memory(cases, book._state.matcher))
    bytes_a_case = (proportional_bytes() - before) / cases
    state = book._state
    parts: dict[str, Store[Any]] = {"cases": state.cases, "members": state.members}
    return {
        "cases": cases,
        "members_a_case": round(len(state.members) / cases, 2),
        "bytes_per_case": round(bytes_a_case),
        **{f"{name}_bytes_per_case": round(stored(store) / cases) for name, store in parts.items()},
        "timers_bytes_per_case": round(sum(map(sys.getsizeof, state.timers._heap)) / cases),
        "restore_cpu_s": round(restored.seconds, 2),
        "restore_us_per_record": round(restored.seconds / restored.records * 1e6, 1),
        "restore_longest_step_s": round(restored.longest, 3),
        "next_due_us": round(next_due(book) * 1e6, 1),
        "fold_us_per_report": round(fold(book) * 1e6),
        "idle_tick_us": round(idle_tick(book) * 1e6, 1),
        "rush_rungs": RUSH,
        "rush_s": round(rush(book), 3),
    }


def restore(work: Casework, records: Iterator[Taken]) -> Restored:
    """Take up all of it as a worker does, in its pieces."""
    spent = longest = 0.0
    taken = 0
    while piece := list(islice(records, CHUNK)):
        begun = process_time()
        work.restore(piece)
        step = process_time() - begun
        spent, longest, taken = spent + step, max(longest, step), taken + len(piece)
    settling, begun = work.settle(), process_time()
    for _ in settling:
        step, begun = process_time() - begun, process_time()
        spent, longest = spent + step, max(longest, step)
    return Restored(spent + process_time() - begun, longest, taken)


def next_due(book: CaseBook) -> float:
    """Seconds of asking when something is due while nothing is."""
    return median(_timed(book.next_due) for _ in range(1_000))


def fold(book: CaseBook) -> float:
    """Processor seconds a report, after some to warm up."""
    told = [report(number % _REPORTS, NOW) for number in range(_WARM + _REPORTS)]
    entries = [Entry(book.position + number, NOW, one) for number, one in enumerate(told)]
    begun = 0.0
    for start in range(0, len(entries), _BATCH):
        if start == _WARM:
            begun = process_time()
        book.apply(entries[start : start + _BATCH])
    return (process_time() - begun) / _REPORTS


def idle_tick(book: CaseBook) -> float:
    """Seconds of a tick at which nothing is due, all told."""
    ticks = [NOW + number * _MS for number in range(1, 1_001)]
    return median(_timed(partial(_tick, book, now)) for now in ticks)


def rush(book: CaseBook) -> float:
    """Seconds from when very many rungs have fallen due within one second to the facts that say so."""
    now = NOW + timedelta(seconds=61)
    told: list[Changes] = []
    seconds = _timed(lambda: told.append(_tick(book, now)))
    fired = sum(len(sheet.columns["rung"]) for one in told for sheet in one.sheets if sheet.kind == "escalation")
    assert fired >= min(RUSH, len(book._state.cases) - _REPORTS), f"{fired} rungs fired"
    return seconds


def _tick(book: CaseBook, now: datetime) -> Changes:
    return book.apply([Entry(book.position, now, Tick(scope=SCOPE, now=now))])


def stored(store: Store[Any]) -> int:
    """Bytes of a store's rows and index."""
    return len(store.rows.data) + store._index.size


def proportional_bytes() -> int:
    """Proportional set size of this process."""
    gc.collect()
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return 1024 * int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))


def _timed(what: Callable[[], object]) -> float:
    begun = perf_counter()
    what()
    return perf_counter() - begun


if __name__ == "__main__":
    if sys.argv[1:2] == ["in-this-process"]:
        print(json.dumps(measure(int(sys.argv[2]))))  # noqa: T201 - the figures are the result
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
