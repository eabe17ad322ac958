"""Seconds of processor time that the parts of a running site have spent."""

import psutil

from tests.chaos.town import Town

Spent = dict[str, float]


def spent(town: Town) -> Spent:
    """Seconds of processor time since its start, by part; the sink's are ClickHouse's too, which it holds."""
    running = {part: [one.pid for one in programs if one.alive] for part, programs in town.parts.items()}
    return {part: sum(map(_seconds, pids)) for part, pids in {"broker": [town.kafka.pid], **running}.items()}


def a_thousand(before: Spent, after: Spent, reports: int) -> Spent:
    """What a thousand reports cost between two looks; of a part that runs ahead only what it did between them."""
    return {part: round((after[part] - before[part]) * 1000 / reports, 3) for part in after}


def _seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system
