"""Workers come and go under load: nobody's work stops for long, and a restart under the same name moves nothing."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.chaos.load import open_town
from tests.chaos.programs import Program
from tests.chaos.stillness import Stillness
from tests.chaos.town import TRANSACTIONAL, Town, until
from tests.chaos.verdict import judge

pytestmark = [pytest.mark.chaos, pytest.mark.kafka]

PATIENCE_S = 90.0
STOP_THE_WORLD_S = 10.0
REJOINING = "(Re-)joining group"


@pytest.mark.deep
@pytest.mark.parametrize("part", TRANSACTIONAL)
def test_a_restart_under_the_same_name_moves_nothing(tmp_path: Path, kafka_jars: Path, part: str) -> None:
    long_session = {"JIESU_SESSION_S": "300"}  # however long a busy machine takes for the restart
    with open_town(tmp_path, kafka_jars, 40, seconds=300, workers=2, env=long_session) as (town, load):
        until(lambda: len(shared(town, part)) == 2, "both to be members", PATIENCE_S)
        town.settle()
        before = shared(town, part)
        for restarted, other in (town.parts[part], town.parts[part][::-1]):
            joined, revoked = other.log.read_text().count(REJOINING), other.log.read_text().count("Revoking")
            restarted.stop()
            restarted.start()
            town.settle()
            assert shared(town, part) == before
            assert other.log.read_text().count(REJOINING) == joined
            assert other.log.read_text().count("Revoking") == revoked
        load.feeding.__exit__()
        verdict = judge(town)
    assert verdict.good, verdict


@pytest.mark.deep
@pytest.mark.parametrize("named", [True, False], ids=["named", "nameless"])
def test_a_second_worker_joins_and_leaves(tmp_path: Path, kafka_jars: Path, named: bool) -> None:
    """A nameless one says that it leaves; one with a name is waited for until its session ends."""
    with open_town(tmp_path, kafka_jars, 40, seconds=400) as (town, load):
        town.settle()
        with Stillness(town, "intake") as intake, Stillness(town, "casework") as casework:
            for part in TRANSACTIONAL:
                second = town.program(part, f"{part}-1", f"{part}-1" if named else "")
                come_and_go(town, part, second)
        still = {**intake.longest_s, **casework.longest_s}
        print("\n" + json.dumps({"named": named, "longest_s_without_a_commit": still}))  # noqa: T201 - the figures
        load.feeding.__exit__()
        verdict = judge(town)
    assert verdict.good, verdict
    assert max(still.values()) < STOP_THE_WORLD_S, still


def come_and_go(town: Town, part: str, second: Program) -> None:
    second.start()
    try:
        until(lambda: len(shared(town, part)) == 2 and all(shared(town, part).values()), "both to share", PATIENCE_S)
        town.settle()
        second.stop()
        until(lambda: len(shared(town, part)) == 1, f"{second.name} to be gone", PATIENCE_S)
        town.settle()
    finally:
        second.kill()


def shared(town: Town, part: str) -> Mapping[str, str]:
    """Who reads what."""
    with town.witness() as witness:
        return witness.members(part)
