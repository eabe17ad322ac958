"""Merging on real data: the shipped policies, replayed in event time, against the gold clusters.

python -m tests.quality [boston]
"""

import csv
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
from rich.console import Console
from rich.table import Table

from deploy.policyfile import load_policy
from deploy.replay import replay_files, write_assignments
from sinks.clickhouse.embedded import open_embedded
from streams.channels.mapping import load_mapping
from streams.runtime.cycles import look_rarely_for_cycles
from tests.quality.scores import Clusters, bcubed, interval, pairwise, wrongly_merged

REPO = Path(__file__).parents[2]
DATA = Path(os.environ.get("JIESU_DATA") or REPO.parent / "shared" / "data")
KEY = b"quality has no secrets"


class Stream(NamedTuple):
    """Real reports and what people said of them."""

    file: str
    channel: str
    policy: str
    gold: str
    hard: str = ""


STREAMS = {
    "zh": Stream("complaints_zh.csv", "zh-board", "zh", "gold_zh.csv", "gold_zh_hardneg.csv"),
    "boston": Stream("boston311_2011q3.csv", "boston311", "boston", "gold_boston.csv"),
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the data."""
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def assigned(stream: Stream) -> dict[str, str]:
    """Report -> case, as the rules have it when all reports are in."""
    policy = load_policy(REPO / "deploy" / "policies" / stream.policy)
    with tempfile.TemporaryDirectory() as folder, open_embedded(Path(folder) / "tables") as warehouse:
        replay_files([DATA / stream.file], load_mapping(stream.channel), policy, KEY, warehouse, lambda _: None)
        written = Path(folder) / "cases.csv"
        write_assignments(warehouse, written)
        with written.open(newline="", encoding="utf-8") as file:
            return {row["report_id"]: row["case_id"] for row in csv.DictReader(file)}


def figures(gold: Clusters, hard: Sequence[Mapping[str, str]], cases: Clusters) -> dict[str, float]:
    """Everything that is printed, by name; `hard` are pairs that must not merge."""
    whole, pairs = bcubed(gold, cases), pairwise(gold, cases)
    low, high = interval(gold, cases)
    found = {"reports": float(len(gold)), "bcubed_f1": whole.f1, "f1_low": low, "f1_high": high}
    found |= {"bcubed_precision": whole.precision, "bcubed_recall": whole.recall}
    found |= {"pairwise_precision": pairs.precision, "pairwise_recall": pairs.recall}
    kinds = sorted({pair["kind"] for pair in hard})
    return found | {f"wrongly_merged_{kind}": wrongly_merged(hard, cases, kind) for kind in kinds}


def main(name: str) -> None:
    """Replay, score, print; the last line is JSON."""
    look_rarely_for_cycles()
    stream = STREAMS[name]
    gold = {row["id"]: row["cluster_id"] for row in rows(stream.gold)}
    suspects = {row["id"] for row in rows(stream.file) if row.get("suspect_user") == "1"} if name == "zh" else set()
    cases = assigned(stream)
    hard = rows(stream.hard) if stream.hard else []
    sides = {"all": figures(gold, hard, cases)}
    if suspects:
        honest = {report: cluster for report, cluster in gold.items() if report not in suspects}
        between = [pair for pair in hard if not suspects & {pair["id_a"], pair["id_b"]}]
        sides["without suspect users"] = figures(honest, between, cases)
    table = Table(f"{stream.file}, {stream.gold}", *sides)
    for figure in sides["all"]:
        table.add_row(figure, *(f"{side[figure]:.4g}" for side in sides.values()))
    Console().print(table)
    Console().print(orjson.dumps(sides["all"]).decode(), soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["zh"]))
