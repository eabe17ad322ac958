"""The kinds of fault, and how they are dealt."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import cycle, islice
from random import Random


class Kind(StrEnum):
    """What is done to a town."""

    KILL_INTAKE = "kill_intake"
    KILL_CASEWORK = "kill_casework"
    KILL_SINK = "kill_sink"
    KILL_CLICKHOUSE = "kill_clickhouse"
    KILL_BROKER = "kill_broker"
    BROKER_RESTART = "broker_restart"
    ZOMBIE = "zombie"
    RACE = "race"
    NETWORK_CUT = "network_cut"
    CLOCK_STEP = "clock_step"
    DISK_FULL = "disk_full"


QUICK = (Kind.KILL_CASEWORK, Kind.KILL_SINK)
"""Those of which a round is part of every test run."""


def deal(kinds: Sequence[Kind], rounds: int, draw: Random) -> list[Kind]:
    """So many rounds, of each kind as many as of any other or one less, in any order; none of no kinds."""
    dealt = list(islice(cycle(draw.sample(kinds, len(kinds))), rounds))
    draw.shuffle(dealt)
    return dealt
