"""Merging against what people said is one problem, in an online replay in time order."""

import csv
from collections.abc import Callable
from pathlib import Path

from streams.channels.convert import report_of
from streams.channels.mapping import ChannelMapping, load_mapping
from tests.quality.scores import bcubed, wrongly_merged
from tests.quality.town import complaint
from tests.streams.domain.merging.stage import Stage, report
from topics.inbox import Report
from topics.merge_rule import DistanceMerge, TextMerge

NewStage = Callable[[TextMerge | DistanceMerge], Stage]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def request(row: dict[str, str], mapping: ChannelMapping) -> Report:
    raw = report_of(dict(row), mapping)
    latitude, longitude = raw.place.latitude, raw.place.longitude
    return report(
        raw.channel_ref,
        title=raw.title,
        address=raw.place.address,
        category=row["reason"],
        spot=None if latitude is None or longitude is None else (latitude, longitude),
        at=raw.occurred_at,
    )


def test_chinese_complaints(data_dir: Path, stage: NewStage) -> None:
    town = stage(TextMerge(join_at=0.55, window_days=366))
    cases = town.run(sorted(map(complaint, rows(data_dir / "complaints_zh.csv")), key=lambda r: r.occurred_at))
    pairs = rows(data_dir / "gold_zh_hardneg.csv")
    gold = {r["id"]: r["cluster_id"] for r in rows(data_dir / "gold_zh.csv")}
    f1 = bcubed(gold, cases).f1
    other_place = wrongly_merged(pairs, cases, "same_matter_other_place")
    other_matter = wrongly_merged(pairs, cases, "same_place_other_matter")
    print(f"B-cubed F1 {f1:.4f}; wrongly merged: other place {other_place:.4f}, other matter {other_matter:.4f}")  # noqa: T201
    assert f1 >= 0.93
    assert other_place <= 0.005
    assert other_matter <= 0.08


def test_boston_requests(data_dir: Path, stage: NewStage) -> None:
    town = stage(DistanceMerge(radius_m=60, window_days=20))
    mapping = load_mapping("boston311")
    requests = [request(row, mapping) for row in rows(data_dir / "boston311_2011q3.csv")]
    cases = town.run(sorted(requests, key=lambda r: r.occurred_at))
    f1 = bcubed({r["id"]: r["cluster_id"] for r in rows(data_dir / "gold_boston.csv")}, cases).f1
    print(f"B-cubed F1 {f1:.4f}")  # noqa: T201
    assert f1 >= 0.92
