"""The faults that are no kills, and the list of all: each says what it did, and ends with nothing broken any more."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from random import Random

from tests.chaos.kinds import Kind
from tests.chaos.programs import Program
from tests.chaos.rig import CLOCKED, LINKED, Rig
from tests.chaos.strikes import restart_broker, strike, strike_broker, strike_server
from tests.chaos.town import TRANSACTIONAL, Town, until

Fault = Callable[[Town, Random], str]
PATIENCE_S = 60.0
READY = "ready at offset"
WAITING = "waiting: "


def make_zombie(town: Town, draw: Random) -> str:
    """Stop a worker until the group has given it up and another has done its work; then let it come back."""
    part = draw.choice(TRANSACTIONAL)
    program = draw.choice(town.parts[part])
    program.freeze()
    with town.witness() as witness:
        until(lambda: program.name not in witness.members(part), f"the group to give {program.name} up", PATIENCE_S)
        ends = witness.ends(part)
        until(lambda: not witness.behind(part, ends=ends), f"another {part} to take over", PATIENCE_S)
    program.thaw()
    return f"{program.name} given up, its work done by another, then back"


def race(town: Town, draw: Random) -> str:
    """Two workers for one partition: under one name, or while the group is in flux."""
    part = draw.choice(TRANSACTIONAL)
    program = draw.choice(town.parts[part])
    namesake = bool(draw.getrandbits(1))
    other = town.program(part, f"{program.name}-rival", program.name if namesake else "")
    seen = _heard(other, READY)
    other.start()
    try:
        if not namesake:
            program.kill()
            program.start()
        until(lambda: _heard(other, READY) > seen, f"{other.name} to be given a partition", PATIENCE_S)
        time.sleep(draw.uniform(1.0, 4.0))
    finally:
        draw.choice((other.kill, other.stop))()
    if not program.alive:
        program.start()
    return f"{program.name} against {'one of its name' if namesake else 'a stranger while the group formed'}"


def cut_network(town: Town, draw: Random) -> str:
    """Cut a worker from the broker, or the sink from ClickHouse, for some seconds: silently or with a bang."""
    rig = _rig(town)
    wires = {**{name: (rig.links[name].wire,) for name in LINKED}, "sink": rig.to_server}
    name, silent, seconds = draw.choice(sorted(wires)), bool(draw.getrandbits(1)), draw.uniform(2.0, 9.0)
    for wire in wires[name]:
        wire.cut(silent=silent)
    time.sleep(seconds)
    for wire in wires[name]:
        wire.heal()
    return f"{name} {'hears nothing' if silent else 'is refused'} for {seconds:.1f} s"


def step_clock(town: Town, draw: Random) -> str:
    """Set a worker's clock forward or back by minutes, and right again after some seconds."""
    name = draw.choice(CLOCKED)
    minutes, seconds = draw.choice((-1, 1)) * draw.uniform(2.0, 10.0), draw.uniform(3.0, 6.0)
    clock = _rig(town).clocks[name]
    clock.step(timedelta(minutes=minutes))
    time.sleep(seconds)
    clock.step(timedelta(0))
    return f"{name} by {minutes:+.1f} min for {seconds:.1f} s"


def fill_disk(town: Town, draw: Random) -> str:
    """Leave ClickHouse no room until the sink waits, and for some seconds more."""
    disk, (sink,) = _rig(town).disk, town.parts["sink"]
    assert disk is not None
    seen = _heard(sink, WAITING)
    disk.fill()
    until(lambda: _heard(sink, WAITING) > seen, "the sink to wait for room", PATIENCE_S)
    time.sleep(draw.uniform(0.5, 4.0))
    disk.free()
    return "the sink waited"


FAULTS: Mapping[Kind, Fault] = {
    Kind.KILL_INTAKE: partial(lambda part, town, draw: strike(town, part, draw), "intake"),
    Kind.KILL_CASEWORK: partial(lambda part, town, draw: strike(town, part, draw), "casework"),
    Kind.KILL_SINK: partial(lambda part, town, draw: strike(town, part, draw), "sink"),
    Kind.KILL_CLICKHOUSE: strike_server,
    Kind.KILL_BROKER: strike_broker,
    Kind.BROKER_RESTART: restart_broker,
    Kind.ZOMBIE: make_zombie,
    Kind.RACE: race,
    Kind.NETWORK_CUT: cut_network,
    Kind.CLOCK_STEP: step_clock,
    Kind.DISK_FULL: fill_disk,
}


def _rig(town: Town) -> Rig:
    assert town.rig is not None, "this fault needs a town with a rig"
    return town.rig


def _heard(program: Program, words: str) -> int:
    return program.log.read_text(errors="replace").count(words) if program.log.exists() else 0
