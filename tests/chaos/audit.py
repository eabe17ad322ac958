"""Nothing lost, nothing twice, and the tables as the replay of the same inbox gives them."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import orjson

from tests.chaos.evidence import committed_records


class Audit(NamedTuple):
    """Coordinates of raw records that are nowhere behind intake, and of those that are there more than once."""

    raw: int
    lost: list[str]
    doubled: list[str]


def audit_sources(bootstrap: str, site: str) -> Audit:
    """Every committed raw record must stand exactly once in the inbox or in intake's dead letters."""
    raw = {
        f"{topic}/{record.partition}/{record.offset}"
        for topic in ("reports.raw", "actions.raw")
        for record in committed_records(bootstrap, site, topic)
    }
    seen = Counter(_sources(bootstrap, site))
    return Audit(len(raw), sorted(raw - seen.keys()), sorted(source for source, times in seen.items() if times > 1))


def _sources(bootstrap: str, site: str) -> list[str]:
    inbox = [orjson.loads(record.value) for record in committed_records(bootstrap, site, "inbox")]
    dead = [orjson.loads(record.value) for record in committed_records(bootstrap, site, "dead_letters")]
    said = [one for one in inbox if "source" in one] + [one for one in dead if one["stage"] == "intake"]
    return ["{topic}/{partition}/{offset}".format(**one["source"]) for one in said]


def different_tables(run: Path, oracle: Path) -> list[str]:
    """The tables of a run that differ from those of its oracle, with what differs."""
    from sinks.clickhouse.compare import compare  # noqa: PLC0415 - loads ClickHouse

    return [str(one) for one in compare(run, oracle) if not one.equal]
