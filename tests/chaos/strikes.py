"""Kills at random moments, each with proof that the part had work in hand."""

import time
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.chaos.evidence import READS
from tests.chaos.programs import Program
from tests.chaos.town import Town
from tests.chaos.unsafe import between

PATIENCE_S = 120.0
GLANCES = 25
TRANSACTIONAL = ("intake", "casework")


class Strike(NamedTuple):
    """What the broker said of a part at the moment of its death."""

    part: str
    behind: bool
    open_transactions: int


def strike(town: Town, part: str, draw: Random) -> Strike:
    """Kill -9 a part in the middle of its work, and start it again."""
    time.sleep(draw.uniform(0.5, 2.0))
    if part == "broker":
        return _strike_broker(town)
    if part == "feed":
        return _strike_feed(town, draw)
    return _strike_part(town, draw.choice(town.parts[part]), part, draw)


def _strike_part(town: Town, program: Program, part: str, draw: Random) -> Strike:
    deadline = time.monotonic() + PATIENCE_S
    with town.witness() as witness:
        while time.monotonic() < deadline:
            assert program.alive, f"{program.name} ended by itself, with status {program.status}\n{program.tail()}"
            _let_work_pile_up(program, draw)
            for _ in range(GLANCES):
                time.sleep(draw.uniform(0.002, 0.03))
                program.freeze()
                opened = len(witness.open_transactions(part))
                if (opened or _vulnerable(town, part)) and (behind := witness.behind(part)):
                    program.kill()
                    program.start()
                    return Strike(part, behind, opened)
                program.thaw()
    raise AssertionError(f"{program.name} had no work in hand within {PATIENCE_S:.0f} s\n{program.tail()}")


def _vulnerable(town: Town, part: str) -> bool:
    """Whether a part that writes without transactions can be caught in the act now."""
    if part == town.unsafe:
        return any(between(Path(town.env()["JIESU_SCRATCH"])).glob("*"))
    return part not in TRANSACTIONAL


def _let_work_pile_up(program: Program, draw: Random) -> None:
    """A pause such as any machine makes, well within the session: afterwards the part works through what has come."""
    program.freeze()
    time.sleep(draw.uniform(0.3, 1.0))
    program.thaw()


def _strike_broker(town: Town) -> Strike:
    deadline = time.monotonic() + PATIENCE_S
    with town.witness() as witness:
        while not any(witness.behind(part) for part in READS):
            assert time.monotonic() < deadline, f"no part had anything to read within {PATIENCE_S:.0f} s"
        opened = sum(len(witness.open_transactions(part)) for part in TRANSACTIONAL)
    town.kafka.kill()
    town.kafka.start()
    return Strike("broker", True, opened)


def _strike_feed(town: Town, draw: Random) -> Strike:
    program = draw.choice([feed for feed in town.feeds if feed.alive])
    with town.witness() as witness:
        opened = len(witness.open_transactions("feed"))
    unfinished = program.alive
    program.kill()
    program.start()
    return Strike("feed", unfinished, opened)


def freeze_past_its_session(program: Program, session_s: float) -> None:
    """A zombie: it stops, is given up, and comes back believing that it owns what it owned."""
    program.freeze()
    time.sleep(session_s * 1.5)
    program.thaw()
