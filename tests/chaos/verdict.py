"""The end of a round: everything drained, every source counted, the tables held against the oracle's."""

from collections import Counter
from typing import NamedTuple

import orjson

from tests.chaos.evidence import committed_records
from tests.chaos.town import SITE, Town


class Verdict(NamedTuple):
    """Sources of raw records that are nowhere behind intake, or more than once; what `jiesu compare` says."""

    raw: int
    lost: list[str]
    doubled: list[str]
    different: list[str]
    said: str

    @property
    def good(self) -> bool:
        return self.raw > 0 and not (self.lost or self.doubled or self.different)


def judge(town: Town) -> Verdict:
    """Drain, count, export, fold again, compare."""
    town.drain()
    bootstrap = town.kafka.bootstrap
    raw = {
        f"{topic}/{record.partition}/{record.offset}"
        for topic in ("reports.raw", "actions.raw")
        for record in committed_records(bootstrap, SITE, topic)
    }
    seen = Counter(_sources(bootstrap))
    compared = _against_the_oracle(town)
    different = [line.split()[0] for line in compared.splitlines() if " different " in f" {line} "]
    doubled = sorted(source for source, times in seen.items() if times > 1)
    return Verdict(len(raw), sorted(raw - seen.keys()), doubled, different, compared)


def _sources(bootstrap: str) -> list[str]:
    inbox = [orjson.loads(record.value) for record in committed_records(bootstrap, SITE, "inbox")]
    dead = [orjson.loads(record.value) for record in committed_records(bootstrap, SITE, "dead_letters")]
    said = [one for one in inbox if "source" in one] + [one for one in dead if one["stage"] == "intake"]
    return ["{topic}/{partition}/{offset}".format(**one["source"]) for one in said]


def _against_the_oracle(town: Town) -> str:
    export, oracle = town.folder / "inbox.jsonl", town.folder / "oracle"
    for command in (("inbox", "export", str(export)), ("replay", "--inbox", str(export), "--data", str(oracle))):
        done = town.cli(*command)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    compared = town.cli("compare", str(town.tables), str(oracle))
    assert compared.returncode in (0, 1), compared.stderr
    return compared.stdout
