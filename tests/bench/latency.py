"""The latency of a single report: from when it was handed to Kafka until its row can be seen in ClickHouse.

Reports come at a steady rate. When a row could be seen is read afterwards from ClickHouse itself: an insert becomes a
part, and a part is seen from the moment in which its folder gets its name, which the file system keeps.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from aiokafka import AIOKafkaProducer
from numpy.typing import NDArray

from deploy.kafka import EmbeddedKafka
from tests.bench.load import Step
from tests.bench.preload import write
from tests.bench.site import Site, site
from tests.bench.whole import reports_in

PULSE_S = 0.01
"""The feeder writes so often; the clock of a report runs from when it is handed over."""
_PATIENCE_S = 120.0
_LOOK_S = 1.0

Seconds = NDArray[np.float64]


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
        written = asyncio.run(_feed(kafka.bootstrap, name, prepared, per_s))
        fresh = sum(step.fresh for step in prepared)
        one.until(lambda: reports_in(one) >= fresh, "every report to have its row", _PATIENCE_S, _LOOK_S)
        return _judged(one, written[int(per_s * warm_s) :], int(per_s * warm_s), per_s)


async def _feed(bootstrap: str, name: str, steps: Sequence[Step], per_s: float) -> Seconds:
    """Write each step when its moment has come; returns when each was handed over, in seconds since 1970."""
    handed = np.zeros(len(steps))
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_batch_size=1 << 20, acks=1) as producer:
        begun, done, writes = time.monotonic(), 0, set()
        while done < len(steps):
            due = min(len(steps), int((time.monotonic() - begun) * per_s))
            if due > done:
                handed[done:due] = time.time_ns() / 1e9
                writes.add(asyncio.create_task(write(producer, name, steps[done:due])))
                done = due
            await asyncio.sleep(PULSE_S)
        await asyncio.gather(*writes)
    return handed


def _judged(one: Site, handed: Seconds, first: int, per_s: float) -> Latency:
    """Each report by its number, which its reference ends with; a redelivery comes in with its report's first row."""
    found = one.query(
        "SELECT toUInt64(substring(channel_ref, 2)) AS number, toUnixTimestamp64Milli(inserted_at) FROM reports"
        f" WHERE number >= {first} AND redeliveries = 0"
    )
    numbers, inserted = np.array(found, np.int64).T
    waited = np.sort(_seen(one, inserted / 1000) - handed[numbers - first]) * 1000
    at = [float(np.quantile(waited, share)) for share in (0.5, 0.99, 0.999)]
    return Latency(round(per_s), len(waited), *(round(one, 1) for one in at))


def _seen(one: Site, inserted: Seconds) -> Seconds:
    """When the part of each insert was there: inserts follow each other, so it is the first since then."""
    of_one_insert = "table = 'reports' AND min_block_number = max_block_number"
    paths = [path for (path,) in one.query(f"SELECT path FROM system.parts WHERE {of_one_insert}")]
    named = np.sort([Path(path).stat().st_ctime for path in paths])
    assert len(named), "ClickHouse has cleared away its first parts: measure for a shorter time"
    return named[np.searchsorted(named, inserted)]
