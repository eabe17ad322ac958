"""Writes the simulated district to files: one per channel in its own form, and the truth about them."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from deploy.simulator.forms import CHANNELS, write
from deploy.simulator.happenings import Delivery, District, Span

EPOCH = datetime.fromisoformat("2026-03-02T08:00:00+08:00")
"""A Monday morning: when the simulated district begins, unless it is told otherwise."""
_REPORTS = ("first", "another", "urge")
TRUTH = ("id", "cluster_id", "channel", "matter", "place", "kind", "redeliveries", "revisions")


class Simulated(NamedTuple):
    """What was written. `truth` has one row per report: `id` is its channel_ref, `cluster_id` the true problem.

    Of the `rows` in the files each is one of `reports`, `redeliveries`, `revisions` or `broken`.
    """

    files: dict[str, Path]
    truth: Path
    rows: int
    reports: int
    redeliveries: int
    revisions: int
    broken: int
    actions: int
    problems: int


def generate(
    folder: Path,
    seed: int,
    reports: int,
    span: timedelta,
    channels: Sequence[str] = tuple(CHANNELS),
    *,
    epoch: datetime = EPOCH,
    broken: int = 0,
) -> Simulated:
    """Write `reports` rows, redeliveries and revisions among them, that come in within `span` of `epoch`.

    `broken` rows without a readable time come on top. The same arguments give the same bytes. Some 1 KB a row stays
    in memory meanwhile. Raises KeyError for a channel that the city does not have.
    """
    folder.mkdir(parents=True, exist_ok=True)
    begin = int(epoch.timestamp() * 1000)
    told = _deliveries(str(seed), reports, broken, channels, Span(begin, begin + int(span.total_seconds() * 1000)))
    files = {channel: folder / f"{channel}{CHANNELS[channel].suffix}" for channel in channels}
    for channel, path in files.items():
        write(path, (CHANNELS[channel].row(one) for one in told if one.channel == channel))
    truth = folder / "truth.csv"
    _write_truth(truth, told)
    tally = _tally(told)
    (folder / "tally.json").write_text(json.dumps(tally, indent=1))
    return Simulated(files, truth, **tally)


def _deliveries(seed: str, reports: int, broken: int, channels: Sequence[str], span: Span) -> list[Delivery]:
    """All rows in the order in which they come in; each language has its even share."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for channel in channels:
        spoken[CHANNELS[channel].language].append(channel)
    told: list[Delivery] = []
    for number, (language, names) in enumerate(sorted(spoken.items())):
        district = District(language, tuple(names), seed, span)
        share, left = divmod(reports, len(spoken))
        told += _first(share + (number < left), district.problems())
        share, left = divmod(broken, len(spoken))
        told += [district.broken() for _ in range(share + (number < left))]
    return sorted(told, key=lambda one: (one.received, one.ref))


def _first(rows: int, problems: Iterator[list[Delivery]]) -> list[Delivery]:
    told: list[Delivery] = []
    while len(told) < rows:
        told += next(problems)
    return told[:rows]


def _tally(told: Sequence[Delivery]) -> dict[str, int]:
    kinds = Counter(one.kind for one in told)
    acts = sum(3 - one.handling.count(0) for one in told)
    return {
        "rows": kinds.total(),
        "reports": sum(kinds[kind] for kind in _REPORTS),
        "redeliveries": kinds["redelivery"],
        "revisions": kinds["revision"],
        "broken": kinds["broken"],
        "actions": acts,
        "problems": kinds["first"],
    }


def _write_truth(path: Path, told: Iterable[Delivery]) -> None:
    again: Counter[tuple[str, str]] = Counter((one.ref, one.kind) for one in told if one.kind not in _REPORTS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TRUTH)
        writer.writerows(
            (
                one.ref,
                one.problem,
                one.channel,
                one.matter.matter,
                one.place.name,
                one.kind,
                again[one.ref, "redelivery"],
                again[one.ref, "revision"],
            )
            for one in told
            if one.kind in _REPORTS
        )
