"""The local fold: intake and casework in this process, without Kafka and without tables."""

import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from streams.app import new_books
from streams.domain.intake import Doors, RawRecord
from streams.processors.local import LocalStream
from streams.runtime.cycles import look_rarely_for_cycles
from tests.bench.load import EPOCH, Step, moment
from tests.bench.policy import KEY, write_policy
from tests.bench.preload import RAW
from topics.model import Source

_STRETCH = 2_000
_WARM = 0.1


class Folded(NamedTuple):
    """Reports a second in the median stretch, in each of them, and microseconds of processor time for each report."""

    per_s: float
    stretches: list[float]
    cpu_us: float


def local_fold(folder: Path, load: Iterable[Step], steps: int) -> Folded:
    """Fold so many steps in one scope; the first tenth is not timed."""
    policy = write_policy(folder, 1)
    stream = LocalStream(policy, EPOCH, Doors.of(policy.scopes, KEY.encode()), new_books())
    look_rarely_for_cycles()
    stretches, timed = islice(load, steps), []
    for first in range(0, steps, _STRETCH):
        some = list(islice(stretches, _STRETCH))
        raws = [raw for number, step in enumerate(some, first) for raw in _raws(number, step)]
        timed.append((sum(step.fresh for step in some), *_timed(stream, raws)))
    warm = timed[int(len(timed) * _WARM) :]
    speeds = [fresh / seconds for fresh, seconds, _ in warm]
    cpu = sum(spent for _, _, spent in warm) / sum(fresh for fresh, _, _ in warm)
    return Folded(round(median(speeds)), [round(speed) for speed in speeds], round(cpu * 1e6, 1))


def _timed(stream: LocalStream, raws: Sequence[RawRecord]) -> tuple[float, float]:
    begun, spent = time.perf_counter(), time.process_time()
    stream.fold(raws)
    return time.perf_counter() - begun, time.process_time() - spent


def _raws(number: int, step: Step) -> Iterable[RawRecord]:
    """The two records of a step, as Kafka would hand them over when it happens."""
    at = moment(number)
    for topic, record in zip(RAW, (step.report, step.action), strict=True):
        yield RawRecord(Source(topic=topic, partition=0, offset=number), record.value, at)
