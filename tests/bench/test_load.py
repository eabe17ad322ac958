"""The load has the properties that the results page claims for it."""

from collections import Counter
from datetime import timedelta
from itertools import islice
from pathlib import Path

import orjson
import pytest

from tests.bench.events import Rules
from tests.bench.load import EPOCH, steps
from tests.bench.policy import write_policy
from tests.bench.preload import RAW
from tests.bench.telling import LENGTHS, SHARES

Load = list[tuple[dict[str, str], dict[str, str], bool]]
STEPS = 10_000
SHORT_LAG = 500


@pytest.fixture(scope="module")
def load() -> Load:
    told = islice(steps(1, SHORT_LAG), STEPS)
    return [(orjson.loads(one.report.value), orjson.loads(one.action.value), one.fresh) for one in told]


def test_the_same_seed_says_the_same() -> None:
    one, other = (list(islice(steps(7), 300)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_bodies_are_as_long_as_real_ones(load: Load, share: float) -> None:
    lengths = sorted(len(report["text"]) for report, _, fresh in load if fresh)
    wanted = LENGTHS[SHARES.index(share)]
    assert lengths[int(share * len(lengths))] == pytest.approx(wanted, rel=0.08)


def test_one_report_in_twenty_comes_again(load: Load) -> None:
    again = [report for report, _, fresh in load if not fresh]
    assert len(again) / STEPS == pytest.approx(0.05, abs=0.01)
    refs = Counter(report["channel_ref"] for report, _, _ in load)
    assert sum(times - 1 for times in refs.values()) == len(again)


def test_cases_are_dispatched_resolved_and_some_reopened(
    load: Load,
) -> None:
    done = Counter(action["action"] for _, action, _ in load)
    assert done["dispatch"] > done["resolve"] > STEPS / 4 > 10 * done["reopen"] > 0
    assert {action["channel_ref"] for _, action, _ in load} <= {report["channel_ref"] for report, _, _ in load}


def test_an_action_comes_after_what_it_is_done_to(load: Load) -> None:
    seen: set[str] = set()
    for report, action, _ in load:
        seen.add(report["channel_ref"])
        assert action["channel_ref"] in seen


def test_six_reports_in_ten_open_a_case(tmp_path: Path) -> None:
    write_policy(tmp_path, 1)
    rules, written = Rules(tmp_path), int((EPOCH + timedelta(days=1)).timestamp() * 1000)
    fresh = 0
    for number, step in enumerate(islice(steps(1, SHORT_LAG), 1_500)):
        fresh += step.fresh
        for topic, raw in zip(RAW, (step.report, step.action), strict=True):
            _, record = rules.admit(topic, 0, number, written, raw.value)
            assert record, raw.value.decode()
            rules.fold(record)
    assert rules.cases / fresh == pytest.approx(0.60, abs=0.04)
