"""The latency of a single report: from when it was handed to Kafka until its row can be seen in ClickHouse.

Reports come at a steady rate. Meanwhile somebody asks ClickHouse again and again for the latest insert that it shows:
the row of a report was there when an insert as late as its own was first seen.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import numpy as np

from deploy.kafka import EmbeddedKafka
from tests.bench.load import Step
from tests.bench.pacing import Seconds, feed
from tests.bench.site import Site, site
from tests.bench.whole import reports_in

_PATIENCE_S = 120.0
_LOOK_S = 1.0
_GLANCE_S = 0.05


class Latency(NamedTuple):
    """At one rate: milliseconds below which so many of the reports had their row."""

    per_s: float
    reports: int
    p50_ms: float
    p99_ms: float
    p999_ms: float


def latency(
    kafka: EmbeddedKafka, folder: Path, name: str, load: Iterable[Step], per_s: float, seconds: float, warm_s: float
) -> Latency:
    """Feed reports at a rate for so long, after `warm_s` of the same that is not counted."""
    prepared = list(islice(load, int(per_s * (seconds + warm_s))))
    with site(kafka, folder, name, 1) as one:
        one.begin(per_s)
        one.start("casework", "sink", "intake")
        with _watched(one) as seen:
            written = asyncio.run(feed(kafka.bootstrap, name, prepared, per_s))
            fresh = sum(step.fresh for step in prepared)
            one.until(lambda: reports_in(one) >= fresh, "every report to have its row", _PATIENCE_S, _LOOK_S)
        return _judged(one, written[int(per_s * warm_s) :], int(per_s * warm_s), per_s, seen)


@contextmanager
def _watched(one: Site) -> Iterator[list[tuple[float, float]]]:
    """Look at the tables while a block lasts: when (seconds since 1970), and the latest insert that was there."""
    over, seen = Event(), []

    def look() -> None:
        ((latest,),) = one.query("SELECT toUnixTimestamp64Milli(max(inserted_at)) FROM reports")
        seen.append((time.time_ns() / 1e9, int(latest) / 1000))

    def watch() -> None:
        while not over.wait(_GLANCE_S):
            look()

    watcher = Thread(target=watch, name="watcher")
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
    look()  # the last insert may be younger than the last look


def _judged(one: Site, handed: Seconds, first: int, per_s: float, seen: Sequence[tuple[float, float]]) -> Latency:
    """Each report by its number, which its reference ends with; a redelivery comes in with its report's first row."""
    found = one.query(
        "SELECT toUInt64(substring(channel_ref, 2)) AS number, toUnixTimestamp64Milli(inserted_at) FROM reports"
        f" WHERE number >= {first} AND redeliveries = 0"
    )
    numbers, inserted = np.array(found, np.int64).T
    looked, latest = np.array(seen).T
    there = looked[np.searchsorted(latest, inserted / 1000)]
    waited = np.sort(there - handed[numbers - first]) * 1000
    at = [float(np.quantile(waited, share)) for share in (0.5, 0.99, 0.999)]
    return Latency(round(per_s), len(waited), *(round(one, 1) for one in at))
