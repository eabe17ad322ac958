"""One run: towns under load, each living through several rounds of faults, and the account of them all."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from deploy.broker.jars import default_cache
from tests.chaos.books import Books
from tests.chaos.faults import FAULTS
from tests.chaos.kinds import Kind
from tests.chaos.load import Load, open_town
from tests.chaos.rig import Rig
from tests.chaos.rungs import Fired, Rungs
from tests.chaos.town import SITE, Town, until
from tests.chaos.verdict import against_the_oracle
from tests.sinks.wire import packages

ROUNDS_IN_A_TOWN = 12
LONGEST_ROUND_S = 60.0
LOAD_S = 45.0
REPORTS_S = 40.0
"""Rows of raw reports a second, and nearly as many actions."""
Say = Callable[[str], None]


@dataclass
class Account:
    """What came of it all. `late_rung_max_s` is the most that a rung was late at the broker, faults included."""

    seed: int
    rounds: int = 0
    faults: Counter[Kind] = field(default_factory=Counter)
    lost: int = 0
    duplicated: int = 0
    different: int = 0
    late_rung_max_s: float = 0.0

    @property
    def good(self) -> bool:
        """Nothing lost, nothing twice, nothing different."""
        return not (self.lost or self.duplicated or self.different)


@dataclass(frozen=True)
class Means:
    """What the machine has for this: jars of Kafka, libfaketime or none, whether disks can be made small."""

    jars: Path
    faketime: Path | None
    small_disk: bool
    reports_s: float = REPORTS_S


def run_towns(kinds: Sequence[Kind], account: Account, folder: Path, means: Means, unsafe: str, say: Say) -> None:
    """Live through the faults in order, town after town; `account` is kept up to date. Raises what breaks a town."""
    draw = Random(account.seed)
    for number, first in enumerate(range(0, len(kinds), ROUNDS_IN_A_TOWN), 1):
        some, home = kinds[first : first + ROUNDS_IN_A_TOWN], folder / f"town-{number}"
        home.mkdir(parents=True)
        rig = Rig(home, packages.prepare(default_cache()), means.faketime, small_disk=means.small_disk)
        try:
            _live(some, account, home, rig, means, unsafe, draw, say)
        finally:
            rig.close()
        if account.good:
            shutil.rmtree(home)


def _live(
    kinds: Sequence[Kind], account: Account, home: Path, rig: Rig, means: Means, unsafe: str, draw: Random, say: Say
) -> None:
    seconds = LONGEST_ROUND_S * (len(kinds) + 1)
    with open_town(home, means.jars, means.reports_s, seconds, workers=2, unsafe=unsafe, rig=rig) as (town, load):
        watched = _Watched(town, load)
        town.settle()
        watched.take()  # what was late while everything started is no fault's doing
        for kind in kinds:
            _round(kind, watched, account, draw, say)
        load.feeding.__exit__()
        _end(watched, account, say)


def _round(kind: Kind, watched: "_Watched", account: Account, draw: Random, say: Say) -> None:
    time.sleep(draw.uniform(0.5, 2.5))
    begun = time.monotonic()
    told = FAULTS[kind](watched.town, draw)
    struck = time.monotonic()
    watched.see_load_go_on()
    watched.town.settle()
    settled = time.monotonic()
    books, fired = watched.books, watched.take()
    account.rounds += 1
    account.faults[kind] += 1
    account.late_rung_max_s = max(account.late_rung_max_s, fired.late_s)
    say(
        f"{account.rounds:>4} {kind:<16} {told}\n"
        f"     [dim]{struck - begun:.1f} s, all parts on after {settled - struck:.1f} s; raw {len(books.raw):,},"
        f" lost {len(books.lost)}, duplicated {len(books.doubled)}; {fired.rungs} rungs, {fired.late_s:.1f} s late at"
        f" most; {fired.refused_ticks} ticks refused[/dim]"
    )


def _end(watched: "_Watched", account: Account, say: Say) -> None:
    books, rungs = watched.books, watched.rungs
    books.take_raw()
    watched.town.drain()
    fired = watched.take()
    different, said = against_the_oracle(watched.town)
    account.lost += len(books.lost)
    account.duplicated += len(books.doubled) + len(rungs.doubled)
    account.different += len(different) + len(rungs.early)
    account.late_rung_max_s = max(account.late_rung_max_s, fired.late_s)
    for what, names in (
        ("lost", books.lost),
        ("twice", [*books.doubled, *rungs.doubled]),
        ("before its time", rungs.early),
        ("different", different),
    ):
        if names:
            say(f"[red]{what}: {len(names)}, of them {', '.join(names[:5])}[/red]")
    if different:
        say(said)
    say(f"     town drained: raw {len(books.raw):,}, tables {'DIFFERENT' if different else 'equal to the replay'}")


class _Watched:
    """A town under load, its books and its rungs."""

    def __init__(self, town: Town, load: Load) -> None:
        self.town = town
        self.books = Books(town.kafka.bootstrap, SITE)
        self.rungs = Rungs(town.kafka.bootstrap, SITE, load.clock)

    def see_load_go_on(self) -> None:
        """Wait until more has been acknowledged: a round without load shows nothing."""
        before = self._raw()
        until(lambda: self._raw() > before, "the load to go on", LOAD_S)

    def take(self) -> Fired:
        """Read on in both."""
        self.books.take()
        return self.rungs.take()

    def _raw(self) -> int:
        self.books.take_raw()
        return len(self.books.raw)
