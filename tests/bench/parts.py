"""The parts of a run, in their order: each measures one thing and says its figures by their names in the results."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from deploy.kafka import EmbeddedKafka
from tests.bench.floor import floor
from tests.bench.fold import local_fold
from tests.bench.latency import latency
from tests.bench.load import Step, steps
from tests.bench.policy import write_policy
from tests.bench.race import Truth, race
from tests.bench.sizes import sized
from tests.bench.state import patterns
from tests.bench.whole import Whole, whole_stream

Figures = Mapping[str, Any]
_LATENCY_AT = (0.1, 0.5, 0.8)
_SURPLUS = 1.05  # more than the time asks for, so that it is reached
_GUESS = 2_000.0  # reports a second, before any was measured


class Size(NamedTuple):
    """How much of everything: steps, or seconds (`_s`), or rounds."""

    fold: int
    first: int
    whole_s: float
    race: int
    faust: int
    rounds: int
    latency_s: float
    warm_s: float
    cases: tuple[int, ...]
    among_cases: int


FULL = Size(60_000, 60_000, 300, 40_000, 12_000, 3, 40, 10, (10_000, 100_000, 1_000_000), 30_000)
QUICK = Size(8_000, 8_000, 12, 4_000, 1_000, 2, 8, 4, (1_000, 10_000), 3_000)


class Run:
    """What all parts of one run share: a broker, a folder, a load."""

    def __init__(self, kafka: EmbeddedKafka, folder: Path, size: Size, seed: int) -> None:
        self._kafka, self._folder, self._size, self._seed = kafka, folder, size, seed
        self._truth = cache(self._new_truth)

    @property
    def parts(self) -> Mapping[str, Callable[[], Figures]]:
        """What can be asked for alone, in the order of a whole run."""
        return {
            "fold": self.fold,
            "whole": self.whole,
            "whole8": self.whole8,
            "latency": self.latency,
            "faust": lambda: self._race("faust", "plain_faust", self._size.faust),
            "quix": lambda: self._race("quix", "quix", self._size.race),
            "bytewax": lambda: self._race("bytewax", "wax", self._size.race),
            "floor": self.floor,
            "sizes": self.sizes,
        }

    def fold(self) -> Figures:
        """Intake and casework in one process, without Kafka."""
        found = local_fold(self._folder / "fold", self._load(), self._size.fold)
        return {"local_fold_per_s": found.per_s, "local_fold_cpu_us": found.cpu_us, "local_fold": found.stretches}

    def whole(self) -> Figures:
        """The whole stream in one scope, for as long as was asked."""
        return _figures("whole_stream", self._sustained)

    def whole8(self) -> Figures:
        """The same in eight scopes."""
        return _figures("whole_stream_8_scopes", self._stream("eight", 8, self._lasting, self._first.per_s))

    def latency(self) -> Figures:
        """From produce to row, at shares of the highest rate of this run."""
        highest, seconds, warm = self._sustained.per_s, self._size.latency_s, self._size.warm_s
        found = {}
        for share in _LATENCY_AT:
            name = f"at-{share:.0%}".removesuffix("%")
            found[share] = latency(self._kafka, self._folder, name, self._load(), highest * share, seconds, warm)
        return {
            "p99_ms_at_half_load": found[0.5].p99_ms,
            "latency": {f"{share:.0%}": one._asdict() for share, one in found.items()},
        }

    def floor(self) -> Figures:
        """aiokafka reading the same topics and doing nothing."""
        rounds = floor(self._kafka, self._folder, self._load(), self._size.race, self._size.rounds)
        return {"floor_per_s": round(median(rounds)), "floor_rounds": rounds}

    def sizes(self) -> Figures:
        """What open cases cost; the figures without a number are those of the most."""
        policy = self._folder / "sizes" / "policy"
        write_policy(policy, 1)
        made = patterns(policy, self._load())
        some, half = self._size.among_cases, self._first.per_s / 2
        found = [sized(self._kafka, self._folder, made, n, self._load(), some, half) for n in self._sizes]
        empty, most = found[0], found[-1]
        return {
            "bytes_per_case": round((most.memory - empty.memory) / most.cases),
            "restore_s": most.restore_s,
            "rung_delay_s": most.rung_delay_s,
            "open_cases": most.cases,
            "casework_us_by_open_cases": {str(one.cases): one.report_us for one in found if one.cases},
            "sizes": [one._asdict() for one in found],
        }

    @property
    def _sizes(self) -> tuple[int, ...]:
        return (0, *self._size.cases)

    def _race(self, name: str, side: str, some: int) -> Figures:
        found = race(self._kafka, self._folder, side, self._truth(some), self._size.rounds)
        return {f"{name}_per_s": found.per_s, f"{name}_rounds": found.rounds, f"{name}_cpu_us": found.cpu_us}

    @cached_property
    def _first(self) -> Whole:
        """A short round: it warms the machine up and says what to expect."""
        return self._stream("first", 1, self._size.first, _GUESS)

    @cached_property
    def _sustained(self) -> Whole:
        return self._stream("one", 1, self._lasting, self._first.per_s)

    @property
    def _lasting(self) -> int:
        return int(self._first.per_s * self._size.whole_s * _SURPLUS)

    def _stream(self, name: str, scopes: int, some: int, rate: float) -> Whole:
        return whole_stream(self._kafka, self._folder, name, scopes, self._load(), some, rate)

    def _new_truth(self, some: int) -> Truth:
        policy = self._folder / "truth" / "policy"
        write_policy(policy, 1)
        return Truth(policy, self._load(), some, self._folder / "truth" / "tables")

    def _load(self) -> Iterator[Step]:
        return steps(self._seed)


def _figures(name: str, found: Whole) -> Figures:
    return {
        f"{name}_per_s": found.per_s,
        f"{name}_s": found.seconds,
        f"{name}_reports": found.reports,
        f"{name}_windows": found.windows,
        f"{name}_lag_last_minute": found.lag_last_minute,
        f"{name}_cpu_us": found.cpu_us,
    }
