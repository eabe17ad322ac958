"""The whole stream: the programs as users run them, from the raw topics to rows counted in ClickHouse."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from deploy.kafka import EmbeddedKafka
from tests.bench.load import Step
from tests.bench.preload import Loaded, preload
from tests.bench.site import PARTS, Site, site
from tests.bench.spent import Spent, micros, spent, spent_by_sink

PATIENCE_S = 1_800.0
_WINDOWS = 10
_LOOK_S = 1.0
_MINUTE = 60.0


class Lag(NamedTuple):
    """Records that stand behind the positions of the three programs, at a moment in seconds."""

    at: float
    raw: int
    inbox: int
    facts: int


class Whole(NamedTuple):
    """One round. `windows` are reports a second in ten equal parts of it; `lag_last_minute` is at its two ends."""

    reports: int
    seconds: float
    per_s: float
    windows: list[float]
    cpu_us: dict[str, float]
    lag_last_minute: list[int]


def whole_stream(
    kafka: EmbeddedKafka, folder: Path, name: str, scopes: int, load: Iterable[Step], steps: int, rate: float
) -> Whole:
    """Preload so many steps, start everything, wait for every report's row. `rate` sets the stream's clock."""
    with site(kafka, folder, name, scopes) as one:
        loaded = preload(kafka.bootstrap, name, load, steps)
        one.begin(rate)
        one.start("casework", "sink")
        one.start("intake")
        before, lags = _spent(one), [_lag(one)]
        one.until(lambda: _heard(one, lags) >= loaded.steps, "every report to be heard", PATIENCE_S, _LOOK_S)
        one.until(lambda: reports_in(one) >= loaded.reports, "every report to have its row", PATIENCE_S, _LOOK_S)
        cost = micros(before, _spent(one), loaded.reports)
        return _judged(one, loaded, cost, lags)


def reports_in(one: Site) -> int:
    """Reports that have a row, each counted once."""
    return int(one.query("SELECT count() FROM reports")[0][0])


def _spent(one: Site) -> Spent:
    programs = {part: spent(one.parts[part].pid) for part in ("intake", "casework")}
    return {"broker": spent(one.kafka.pid), **programs, **spent_by_sink(one.parts["sink"].pid)}


def _heard(one: Site, lags: list[Lag]) -> float:
    lags.append(_lag(one))
    return one.metrics("casework").get("jiesu_reports_total", 0.0)


def _lag(one: Site) -> Lag:
    behind: Callable[[str], int] = lambda part: int(one.metrics(part).get("jiesu_lag_records", 0.0))  # noqa: E731
    return Lag(time.monotonic(), *(behind(part) for part in PARTS))


def _judged(one: Site, loaded: Loaded, cost: dict[str, float], lags: list[Lag]) -> Whole:
    found = one.query("SELECT toUnixTimestamp64Milli(inserted_at) AS at, count() FROM reports GROUP BY at ORDER BY at")
    rows = [(int(at) / 1000, int(number)) for at, number in found]
    total = sum(number for _, number in rows)
    assert total == loaded.reports, f"{total} reports have a row, {loaded.reports} were sent"
    seconds = rows[-1][0] - rows[0][0]
    per_s = (total - rows[0][1]) / seconds
    last = [sum(lag[1:]) for lag in lags if lag.at >= lags[-1].at - _MINUTE]
    return Whole(total, round(seconds, 1), round(per_s), _windows(rows), cost, [last[0], last[-1]])


def _windows(rows: list[tuple[float, int]]) -> list[float]:
    begun, ended = rows[0][0], rows[-1][0]
    width = (ended - begun) / _WINDOWS
    counts = [0] * _WINDOWS
    for at, number in rows[1:]:
        counts[min(_WINDOWS - 1, int((at - begun) / width))] += number
    return [round(count / width) for count in counts]
