"""What the simulator knows of a run: the sent-list, the truth, and how far time came."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from deploy.errors import SetupError
from topics.ids import report_id

_RUN = "run.json"


class Sent(NamedTuple):
    """One message; see `deploy.simulator.records.SENT`."""

    at: datetime
    channel: str
    ref: str
    kind: str
    action: str

    @property
    def report(self) -> str:
        """The report that it is, or is about."""
        return report_id(self.channel, self.ref)


class Horizon(NamedTuple):
    """The last tick of a scope: the time that it said, and its offset in the inbox."""

    now: datetime
    offset: int


class Known(NamedTuple):
    """Everything sent; the true problem of every report; the last tick of every scope."""

    sent: list[Sent]
    problems: dict[str, str]
    horizons: dict[str, Horizon]

    @property
    def channels(self) -> frozenset[str]:
        """The simulator's own; whatever else is in the tables came from outside."""
        return frozenset(one.channel for one in self.sent)

    def of(self, *kinds: str) -> list[Sent]:
        """The messages of some kinds."""
        return [one for one in self.sent if one.kind in kinds]

    def tally(self, kind: str) -> Counter[str]:
        """How often each report was sent as that kind."""
        return Counter(one.report for one in self.of(kind))

    def received(self) -> dict[str, datetime]:
        """When each report was first received."""
        return {one.report: one.at for one in self.of("report")}


_HORIZONS: TypeAdapter[dict[str, Horizon]] = TypeAdapter(dict[str, Horizon])


def write_horizons(data: Path, horizons: dict[str, Horizon]) -> None:
    """Leave the horizons of a run in its folder."""
    (data / _RUN).write_bytes(_HORIZONS.dump_json(horizons, indent=1))


def read_known(data: Path) -> Known:
    """What the folder of a demo that came to its end says was sent, and is true. Raises SetupError."""
    if not (data / _RUN).is_file():
        raise SetupError(f"{data} holds no demo that came to its end: run `jiesu demo --for 60s --data {data}` first")
    return read_told(data)._replace(horizons=_HORIZONS.validate_json((data / _RUN).read_bytes()))


def read_told(data: Path) -> Known:
    """As `read_known`, of a demo that still runs: no horizons yet."""
    truth = _rows(data / "city" / "truth.csv")
    problems = {report_id(channel, ref): problem for ref, problem, channel, *_ in truth}
    return Known(read_sent(data / "city" / "sent.csv"), problems, {})


def read_sent(path: Path) -> list[Sent]:
    """The lines of a sent-list."""
    return [Sent(datetime.fromisoformat(at), *rest) for at, *rest in _rows(path)]


def _rows(path: Path) -> Iterable[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
