"""Seconds of processor time, by part.

A part's figure is what its process spent between two looks: the first when it has started and is about to take up its
first record, the second when all is done. So nothing of its work is left out, whoever runs ahead of whom.
ClickHouse works within the sink: what the sink's main thread spends is the sink's (with the share of ClickHouse that
runs in the thread that asks), what all its other threads spend is ClickHouse's.
"""

from collections.abc import Mapping
from pathlib import Path

import psutil

Spent = Mapping[str, float]


def spent(pid: int) -> float:
    """Seconds of processor time that a process has spent since it began, its children that have ended included."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def spent_by_sink(pid: int) -> Spent:
    """The same of a sink, in two parts."""
    whole, own = spent(pid), _of_thread(pid, pid)
    return {"sink": own, "clickhouse": whole - own}


def micros(before: Spent, after: Spent, reports: int) -> dict[str, float]:
    """Microseconds for each report."""
    return {part: round((after[part] - before[part]) * 1e6 / reports, 1) for part in after}


def memory_of(pid: int) -> int:
    """Bytes of memory of a process: its proportional set size."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))


def _of_thread(pid: int, thread: int) -> float:
    of = {one.id: one.user_time + one.system_time for one in psutil.Process(pid).threads()}
    return of[thread]
