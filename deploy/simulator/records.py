"""What the simulator knows: every message that goes out, and the truth about every report."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from deploy.simulator.forms import CHANNELS
from deploy.simulator.happenings import Delivery

REPORTS = ("first", "another", "urge")
SENT = ("at", "channel", "ref", "kind", "action")
"""The sent-list's columns: one row for each message. `kind` is report, redelivery, revision, broken (a report that
intake must refuse), action, or garbled (an action that it must refuse); `at` is the time that the message says, UTC."""
TRUTH = ("id", "cluster_id", "channel", "matter", "place", "kind", "redeliveries", "revisions")
"""The truth's columns: one row for each report. `id` is its channel_ref, `cluster_id` the true problem."""


def write_sent(path: Path, told: Iterable[Delivery]) -> Counter[str]:
    """Write the sent-list in the order of its times; how many messages of each kind there are."""
    lines = sorted(line for one in told for line in _messages(one))
    _write(path, SENT, lines)
    return Counter(line[3] for line in lines)


def write_truth(path: Path, told: Sequence[Delivery]) -> None:
    """Write the truth in the order in which reports first come in."""
    again: Counter[tuple[str, str]] = Counter((one.ref, one.kind) for one in told if one.kind not in REPORTS)
    _write(path, TRUTH, (_true(one, again) for one in told if one.kind in REPORTS))


def _messages(one: Delivery) -> Iterator[tuple[str, ...]]:
    grain = CHANNELS[one.channel].grain
    kind = "report" if one.kind in REPORTS else one.kind
    yield (_time(one.received, grain), one.channel, one.ref, kind, "")
    for number, (action, at) in enumerate(one.handling.acts()):
        said = "garbled" if one.handling.garbled and not number else "action"
        yield (_time(at, grain), one.channel, one.ref, said, action)


def _true(one: Delivery, again: Counter[tuple[str, str]]) -> tuple[object, ...]:
    what = (one.ref, one.problem, one.channel, one.matter.matter, one.place.name, one.kind)
    return (*what, again[one.ref, "redelivery"], again[one.ref, "revision"])


def _time(ms: int, grain: int) -> str:
    return datetime.fromtimestamp(ms // grain * grain / 1000, UTC).isoformat(timespec="milliseconds")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
