"""The load of every side: seeded, invented, endless. The same seed gives the same bytes.

One step is one record for `reports.raw` and one for `actions.raw`, so that whoever reads both at one pace stays in
the order of events. The actions are those on reports `lag` steps back: they come after what they are done to, even for
a reader that takes one topic some thousand records further than the other.
"""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple, TypeVar

import orjson

from tests.bench.telling import Problem, Telling

_T = TypeVar("_T")
EPOCH = datetime(2026, 3, 2, tzinfo=UTC)
STEP = timedelta(seconds=1)
"""Between two reports in the load's own time: 86,400 a day, as a city of twenty million has them."""
CHANNELS = tuple(f"bench-{number}" for number in range(8))
REDELIVERED = 0.05
JOINING = 0.43  # of the new reports; the rules miss some of them
LAG = 6_000
_URGING = 0.08  # of those who join: the same citizen, once more, in the same words
_RECENT = 3_000  # problems that people still report
_RESOLVED, _REOPENED = 0.65, 0.05
_HINTED, _PLACED, _ADDRESSED = 0.8, 0.6, 0.5  # how many give a category, a region, an address


class Record(NamedTuple):
    """One raw record: key and value."""

    key: bytes
    value: bytes


class Step(NamedTuple):
    """What is written together. `fresh` says whether the report is new: if not, it is a redelivery."""

    report: Record
    action: Record
    fresh: bool


class _Open(NamedTuple):
    """A problem, the channel through which all hear of it, and the reference of its first report."""

    problem: Problem
    channel: str
    first: str


class _Deed(NamedTuple):
    due: int
    number: int
    action: str
    on: _Open


def steps(seed: int, lag: int = LAG) -> Iterator[Step]:
    """The load, from its beginning, without end; some 20 us a step."""
    return _Town(seed, lag).steps()


def moment(step: int) -> datetime:
    """When a step happens, in the load's own time."""
    return EPOCH + step * STEP


class _Town:
    def __init__(self, seed: int, lag: int) -> None:
        self._draw, self._lag = Random(seed), lag
        self._telling = Telling(self._draw)
        self._recent: deque[_Open] = deque(maxlen=_RECENT)
        self._sent: deque[Record] = deque(maxlen=1_000)
        self._voices: deque[dict[str, Any]] = deque(maxlen=500)
        self._deeds: list[_Deed] = []
        self._problems, self._numbers = count(), count()

    def steps(self) -> Iterator[Step]:
        for step in count():
            at = moment(step)
            if self._sent and self._draw.random() < REDELIVERED:
                report, fresh = self._any(self._sent), False
            else:
                report, fresh = self._report(step, at), True
                self._sent.append(report)
            yield Step(report, self._action(step, at), fresh)

    def _report(self, step: int, at: datetime) -> Record:
        joins = bool(self._recent) and self._draw.random() < JOINING
        if joins and self._draw.random() < _URGING:
            return _record({**self._any(self._voices), "channel_ref": f"B{step}", "received_at": _text(at)})
        on = self._any(self._recent) if joins else self._open(step)
        said = self._said(f"B{step}", at, on)
        self._voices.append(said)
        return _record(said)

    def _open(self, step: int) -> _Open:
        on = _Open(self._telling.problem(next(self._problems)), self._any(CHANNELS), f"B{step}")
        self._recent.append(on)
        resolved = step + 2 * self._lag + int(self._draw.random() * 4 * self._lag)
        self._plan(step + self._lag, "dispatch", on)
        if self._draw.random() < _RESOLVED:
            self._plan(resolved, "resolve", on)
            if self._draw.random() < _REOPENED:
                self._plan(resolved + self._lag, "reopen", on)
        return on

    def _plan(self, due: int, action: str, on: _Open) -> None:
        heapq.heappush(self._deeds, _Deed(due, next(self._numbers), action, on))

    def _said(self, ref: str, at: datetime, on: _Open) -> dict[str, Any]:
        draw, problem, told = self._draw.random, on.problem, self._telling.tell(on.problem)
        address = f"{problem.place.name}{int(draw() * 300) + 1}号" if draw() < _ADDRESSED else ""
        return {
            "channel": on.channel,
            "channel_ref": ref,
            "occurred_at": _text(at - draw() * timedelta(minutes=30)),
            "received_at": _text(at),
            "title": told.title,
            "text": told.body,
            "place": {"address": address, "region": problem.place.region if draw() < _PLACED else ""},
            "category": problem.category if draw() < _HINTED else "",
            "reporter": f"139{int(draw() * 1e8):08d}",
        }

    def _action(self, step: int, at: datetime) -> Record:
        """What is due; where nothing is, one of the oldest problems is handed on to another unit."""
        if self._deeds and self._deeds[0].due <= step:
            _, _, action, on = heapq.heappop(self._deeds)
        else:
            action, on = "dispatch", self._recent[int(self._draw.random() * len(self._recent) / 10)]
        return _record(
            {
                "action": action,
                "occurred_at": _text(at),
                "channel": on.channel,
                "channel_ref": on.first,
                "unit": f"{on.problem.unit}{int(self._draw.random() * 9) + 1}组",
                "actor": f"坐席{int(self._draw.random() * 200)}",
                "note": self._telling.around(20),
            }
        )

    def _any(self, several: Sequence[_T]) -> _T:
        return several[int(self._draw.random() * len(several))]


def _record(said: dict[str, Any]) -> Record:
    return Record(f"{said['channel']}/{said['channel_ref']}".encode(), orjson.dumps(said))


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
