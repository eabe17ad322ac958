"""Boston's own targets against ours: due times to the minute, and who is late.

python -m tests.quality.targets
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from deploy.policyfile import load_policy
from streams.domain.calendar import WorkingCalendar
from streams.domain.classify import NO_CLASSIFIERS, Catalogue
from streams.domain.limits import Limits, kept
from tests.quality.__main__ import DATA, REPO
from topics.deadline import ClockName, Urgency

FILE = "boston311_2011q3.csv"
POLICY = REPO / "deploy" / "policies" / "boston"
LARGEST = 20
_ZONE = ZoneInfo("America/New_York")
_MINUTE = timedelta(minutes=1)


class Request(NamedTuple):
    """One request: its type, the city's target, ours, when it was closed, and whether the city says that was late."""

    kind: str
    target: datetime | None
    due: datetime
    closed: datetime | None
    late: bool

    @property
    def met(self) -> bool:
        """Whether our due time is the city's, to the minute."""
        return self.target is not None and abs(self.due - self.target) <= _MINUTE

    @property
    def agrees(self) -> bool:
        """Whether we say late of a closed one where the city does."""
        return self.closed is None or (self.closed > self.due) == self.late


def requests(file: Path) -> list[Request]:
    """The requests of a file, each with the due time of the shipped policy."""
    policy = load_policy(POLICY).model_copy(update={"classify": None})  # each has its type
    catalogue, limits, calendar = Catalogue(policy, NO_CLASSIFIERS), Limits(policy), WorkingCalendar(policy.calendar)

    def due(row: Mapping[str, str]) -> datetime:
        code = catalogue.known(row["type"]) or catalogue.known(row["reason"]) or policy.fallback_class
        rule = limits.rule(ClockName.RESOLVE, code, Urgency.NORMAL)
        assert rule is not None
        return calendar.due(_read(row["open_dt"]), kept(rule))

    with file.open(newline="", encoding="utf-8") as lines:
        return [
            Request(
                row["type"],
                _read(row["target_dt"]) if row["target_dt"] else None,
                due(row),
                _read(row["closed_dt"]) if row["closed_dt"] else None,
                row["ontime"] == "OVERDUE",
            )
            for row in csv.DictReader(lines)
        ]


def largest(told: Iterable[Request]) -> dict[str, list[Request]]:
    """The requests with a target, of the types that have most of them."""
    aimed = [one for one in told if one.target]
    top = Counter(one.kind for one in aimed).most_common(LARGEST)
    return {kind: [one for one in aimed if one.kind == kind] for kind, _ in top}


def share(told: Iterable[bool]) -> float:
    """How many of them are true, 0 to 1."""
    listed = list(told)
    return sum(listed) / len(listed)


def main() -> None:
    """Print both shares, and what is off by type."""
    told = requests(DATA / FILE)
    table = Table("type", "requests", "due as the city's", "off")
    top = largest(told)
    for kind, of in top.items():
        table.add_row(kind, f"{len(of):,}", f"{share(one.met for one in of):.2%}", str(sum(not one.met for one in of)))
    Console().print(table)
    whole = share(one.met for of in top.values() for one in of)
    closed = [one for one in told if one.closed]
    Console().print(f"due within a minute of the city's target: {whole:.2%} of the {LARGEST} largest types")
    aimed = share(one.agrees for one in closed if one.target)
    Console().print(
        f"late as the city says: {share(one.agrees for one in closed):.2%} of closed; with a target {aimed:.2%}"
    )


def _read(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=_ZONE)


if __name__ == "__main__":
    main()
