"""Kill -9 of every part, again and again, under load: nothing lost, nothing twice, tables equal to the oracle's."""

import json
import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.chaos.load import open_town
from tests.chaos.strikes import Strike, freeze_past_its_session, strike
from tests.chaos.verdict import Verdict, judge

pytestmark = [pytest.mark.chaos, pytest.mark.kafka]

PARTS = ("intake", "casework", "sink", "feed", "broker")
ROUNDS = int(os.environ.get("JIESU_CHAOS_ROUNDS", "1"))
REPORTS = int(os.environ.get("JIESU_CHAOS_REPORTS", "100000" if ROUNDS > 1 else "3000"))
PACE_S = float(os.environ.get("JIESU_CHAOS_PACE_S", "10" if ROUNDS > 1 else "40"))
"""Seconds of load for each kill: the load must outlast the last one, on a slow machine too."""
SEED = int(os.environ.get("JIESU_CHAOS_SEED", "20261122"))


@pytest.mark.feature("running.exactly-once")
def test_kill_every_part(tmp_path: Path, kafka_jars: Path) -> None:
    draw = Random(SEED)
    print(f"\nseed {SEED}: {ROUNDS} kills of each of {PARTS}")  # noqa: T201 - a run can be made again
    order = [part for part in PARTS for _ in range(ROUNDS)]
    draw.shuffle(order)
    with open_town(tmp_path, kafka_jars, REPORTS, seconds=PACE_S * len(order)) as town:
        strikes = [strike(town, part, draw) for part in order]
        assert all(feed.alive for feed in town.feeds), "the load ended before the last kill: raise JIESU_CHAOS_PACE_S"
        town.feed_the_rest()
        verdict = judge(town)
    report(strikes, verdict)
    assert verdict.good, verdict
    assert Counter(one.part for one in strikes) == dict.fromkeys(PARTS, ROUNDS)
    assert all(one.open_transactions for one in strikes if one.part in ("intake", "casework"))
    assert all(one.behind for one in strikes)


@pytest.mark.deep
def test_two_workers_one_killed_one_a_zombie(tmp_path: Path, kafka_jars: Path) -> None:
    draw = Random(SEED + 1)
    with open_town(tmp_path, kafka_jars, 3_000, seconds=PACE_S * 4, workers=2) as town:
        strikes = []
        for part in ("intake", "casework"):
            strikes.append(strike(town, part, draw))
            freeze_past_its_session(draw.choice(town.parts[part]), session_s=6.0)
        town.feed_the_rest()
        verdict = judge(town)
    report(strikes, verdict)
    assert verdict.good, verdict


@pytest.mark.parametrize("part", ["intake", pytest.param("casework", marks=pytest.mark.deep)])
def test_without_transactions_it_is_seen(tmp_path: Path, kafka_jars: Path, part: str) -> None:
    """The tests above can fail: with a publisher that writes without transactions they do."""
    draw = Random(SEED + 2)
    with open_town(tmp_path, kafka_jars, 2_000, seconds=PACE_S * 3, unsafe=part) as town:
        strikes = [strike(town, part, draw) for _ in range(3)]
        town.feed_the_rest()
        verdict = judge(town)
    report(strikes, verdict)
    assert not verdict.good, "three kills between two writes went unseen: the audit is blind"


def report(strikes: list[Strike], verdict: Verdict) -> None:
    faults = Counter(one.part for one in strikes)
    told = {
        "seed": SEED,
        "faults": faults,
        "in_open_transaction": sum(one.open_transactions > 0 for one in strikes),
        "raw": verdict.raw,
        "lost": len(verdict.lost),
        "duplicated": len(verdict.doubled),
        "different": verdict.different,
    }
    print("\n" + json.dumps(told))  # noqa: T201 - the figures are the result
