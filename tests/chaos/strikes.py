"""Kills at random moments, each with proof that the part had work in hand."""

import time
from pathlib import Path
from random import Random

from tests.chaos.evidence import READS
from tests.chaos.programs import Program
from tests.chaos.town import TRANSACTIONAL, Town, until
from tests.chaos.unsafe import between

PATIENCE_S = 120.0
GLANCES = 25
SERVER_GLANCES = 50


def strike(town: Town, part: str, draw: Random) -> str:
    """Kill -9 a program of a part in the middle of its work, and start it again. Says what it was at."""
    program = draw.choice(town.parts[part])
    opened = caught(town, part, program, draw)
    program.kill()
    program.start()
    return f"{program.name}: {len(opened)} transactions open" if part in TRANSACTIONAL else program.name


def strike_broker(town: Town, draw: Random) -> str:
    """Kill -9 the broker while something is unread, and start it again."""
    with town.witness() as witness:
        until(lambda: any(map(witness.behind, READS)), "any part to have something to read", PATIENCE_S)
        opened = sum(len(witness.open_transactions(part)) for part in TRANSACTIONAL)
    town.kafka.kill()
    town.kafka.start()
    return f"{opened} transactions open"


def restart_broker(town: Town, draw: Random) -> str:
    """Stop the broker while a worker is in the middle of a transaction, and start it again."""
    part = draw.choice(TRANSACTIONAL)
    program = draw.choice(town.parts[part])
    opened = caught(town, part, program, draw)
    town.kafka.stop()
    program.thaw()
    town.kafka.start()
    return f"{', '.join(sorted(opened))} open"


def strike_server(town: Town, draw: Random) -> str:
    """Kill -9 the ClickHouse server, with rows half written if it is seen so, and start it again."""
    assert town.rig is not None
    server, half = town.rig.server, False
    for _ in range(SERVER_GLANCES):
        server.freeze()
        if half := server.writing:
            break
        server.thaw()
        time.sleep(draw.uniform(0.0, 0.03))
    server.kill()
    time.sleep(draw.uniform(0.0, 3.0))
    server.start()
    return "rows half written" if half else "between two inserts"


def caught(town: Town, part: str, program: Program, draw: Random) -> set[str]:
    """Freeze a program that has work in hand; its open transactions. One without transactions has none."""
    deadline = time.monotonic() + PATIENCE_S
    with town.witness() as witness:
        while time.monotonic() < deadline:
            assert program.alive, f"{program.name} ended by itself, with status {program.status}\n{program.tail()}"
            _let_work_pile_up(program, draw)
            for _ in range(GLANCES):
                time.sleep(draw.uniform(0.002, 0.03))
                program.freeze()
                # looked at twice: another worker's transaction ends between two looks
                opened = witness.open_transactions(part) & witness.open_transactions(part)
                if (opened or _vulnerable(town, part, program)) and witness.behind(part):
                    return opened
                program.thaw()
    raise AssertionError(f"{program.name} had no work in hand within {PATIENCE_S:.0f} s\n{program.tail()}")


def _vulnerable(town: Town, part: str, program: Program) -> bool:
    """Whether a program that writes without transactions can be caught in the act now."""
    if part == town.unsafe:
        return any(between(Path(town.env()["JIESU_SCRATCH"])).glob(f"{program.name}.*"))
    return part not in TRANSACTIONAL


def _let_work_pile_up(program: Program, draw: Random) -> None:
    """A pause such as any machine makes, well within the session: afterwards the part works through what has come."""
    program.freeze()
    time.sleep(draw.uniform(0.3, 1.0))
    program.thaw()
