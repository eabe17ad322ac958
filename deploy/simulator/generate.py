"""Writes the simulated district to files: one per channel in its own form, and the truth about them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from deploy.simulator.flaws import garble, spoil
from deploy.simulator.forms import CHANNELS, write
from deploy.simulator.happenings import Delivery, District, Span
from deploy.simulator.records import write_sent, write_truth

EPOCH = datetime.fromisoformat("2026-03-02T08:00:00+08:00")
"""A Monday morning: when the simulated district begins, unless it is told otherwise."""


class Simulated(NamedTuple):
    """What was written: a file per channel, and beside them the sent-list and the truth (see `records`).

    Of the `rows` in the files each is one of `reports`, `redeliveries`, `revisions` or `broken`; of the actions that
    they tell of, `garbled` ones cannot be read.
    """

    files: dict[str, Path]
    truth: Path
    sent: Path
    rows: int
    reports: int
    redeliveries: int
    revisions: int
    broken: int
    actions: int
    garbled: int
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
    storm: int = 0,
) -> Simulated:
    """Write `reports` rows, redeliveries and revisions among them, that come in within `span` of `epoch`.

    `broken` rows that must be refused come on top, and as many dispatches that cannot be read. In each language one
    problem is a `storm` of so many people. The same arguments give the same bytes. Some 1 KB a row stays in memory
    meanwhile. Raises KeyError for a channel that the city does not have.
    """
    folder.mkdir(parents=True, exist_ok=True)
    begin = int(epoch.timestamp() * 1000)
    span_ms = Span(begin, begin + int(span.total_seconds() * 1000))
    told = garble(_deliveries(str(seed), reports, broken, channels, span_ms, storm), broken)
    files = {channel: folder / f"{channel}{CHANNELS[channel].suffix}" for channel in channels}
    for channel, path in files.items():
        write(path, (CHANNELS[channel].row(one) for one in told if one.channel == channel))
    return _recorded(folder, files, told)


def _recorded(folder: Path, files: dict[str, Path], told: Sequence[Delivery]) -> Simulated:
    truth, sent = folder / "truth.csv", folder / "sent.csv"
    write_truth(truth, told)
    kinds = write_sent(sent, told)
    return Simulated(
        files,
        truth,
        sent,
        rows=len(told),
        reports=kinds["report"],
        redeliveries=kinds["redelivery"],
        revisions=kinds["revision"],
        broken=kinds["broken"],
        actions=kinds["action"],
        garbled=kinds["garbled"],
        problems=sum(one.kind == "first" for one in told),
    )


def _deliveries(
    seed: str, reports: int, broken: int, channels: Sequence[str], span: Span, storm: int
) -> list[Delivery]:
    """All rows in the order in which they come in; each language has its even share."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for channel in channels:
        spoken[CHANNELS[channel].language].append(channel)
    told: list[Delivery] = []
    for number, (language, names) in enumerate(sorted(spoken.items())):
        district = District(language, tuple(names), seed, span)
        share, left = divmod(reports, len(spoken))
        told += _first(share + (number < left), district.problems(storm))
        share, left = divmod(broken, len(spoken))
        told += [spoil(district.broken()) for _ in range(share + (number < left))]
    return sorted(told, key=lambda one: (one.received, one.ref))


def _first(rows: int, problems: Iterator[list[Delivery]]) -> list[Delivery]:
    told: list[Delivery] = []
    while len(told) < rows:
        told += next(problems)
    return told[:rows]
