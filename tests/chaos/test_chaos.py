"""Faults under load: nothing lost, nothing twice, tables equal to the oracle's."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.chaos.kinds import QUICK, Kind, deal
from tests.chaos.load import open_town
from tests.chaos.strikes import strike
from tests.chaos.town import TRANSACTIONAL
from tests.chaos.verdict import judge
from tests.sinks.wire.node import Node

pytestmark = [pytest.mark.chaos, pytest.mark.kafka]

SEED = 20261122
LONGEST_S = 900


def chaos(*options: object, path: str | None = None) -> tuple[int, dict[str, Any], str]:
    """What a person would run: the status, what the last line says, all that was said."""
    command = [sys.executable, "-m", "tests.chaos", "--seed", SEED, *options]
    env = {**os.environ, "PATH": os.environ["PATH"] if path is None else path}
    done = subprocess.run(
        list(map(str, command)), env=env, capture_output=True, text=True, check=False, timeout=LONGEST_S
    )
    print(done.stdout)  # noqa: T201 - the figures are the result
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stdout + done.stderr


@pytest.mark.feature("running.exactly-once")
def test_a_round_of_each_quick_kind(kafka_jars: Path, clickhouse: Node) -> None:
    status, told, said = chaos("--rounds", len(QUICK), *(option for kind in QUICK for option in ("--kind", kind)))
    assert status == 0, said
    assert told["faults"] == dict.fromkeys(QUICK, 1)
    assert (told["rounds"], told["seed"]) == (len(QUICK), SEED)
    assert (told["lost"], told["duplicated"], told["different"]) == (0, 0, 0)
    assert told["late_rung_max_s"] > 0


@pytest.mark.deep
def test_two_rounds_of_every_kind(kafka_jars: Path, clickhouse: Node) -> None:
    status, told, said = chaos("--rounds", 2 * len(Kind))
    assert status == 0, said
    assert told["faults"] == dict.fromkeys(Kind, 2)


@pytest.mark.deep
@pytest.mark.parametrize("part", TRANSACTIONAL)
def test_without_transactions_it_is_seen(kafka_jars: Path, clickhouse: Node, part: str) -> None:
    """The tests above can fail: with a publisher that writes without transactions they do."""
    status, told, said = chaos("--rounds", 3, "--without-transactions", part)
    assert status == 1, said
    assert told["rounds"] == 3
    assert told["lost"] + told["duplicated"] + told["different"] > 0


@pytest.mark.deep
def test_kills_with_the_tables_in_a_folder(tmp_path: Path, kafka_jars: Path) -> None:
    draw = Random(SEED)
    with open_town(tmp_path, kafka_jars, 40, seconds=300) as (town, load):
        for part in ("sink", "casework"):
            print(strike(town, part, draw))  # noqa: T201 - evidence
            town.settle()
        load.feeding.__exit__()
        verdict = judge(town)
    assert verdict.good, verdict


def test_a_kind_that_cannot_run_is_reported_and_fails_the_run(tmp_path: Path, kafka_jars: Path) -> None:
    (tmp_path / "java").symlink_to(str(shutil.which("java")))
    status, told, said = chaos("--rounds", 1, "--kind", "disk_full", path=str(tmp_path))
    assert status == 1
    assert "disk_full cannot run here: there is no `mount`: install util-linux" in said
    assert (told["rounds"], told["faults"]) == (0, {})


def test_kinds_are_dealt_evenly_and_the_same_again() -> None:
    dealt = deal(tuple(Kind), 100, Random(SEED))
    assert dealt == deal(tuple(Kind), 100, Random(SEED)) != deal(tuple(Kind), 100, Random(SEED + 1))
    assert {dealt.count(kind) for kind in Kind} == {9, 10}
