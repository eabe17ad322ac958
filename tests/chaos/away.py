"""ClickHouse away under load: `python -m tests.chaos.away --minutes 10`. The last line is JSON."""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console

from deploy.broker.jars import default_cache, prepare
from tests.chaos.books import Books
from tests.chaos.load import open_town
from tests.chaos.rig import Rig
from tests.chaos.rungs import Fired, Rungs
from tests.chaos.town import SITE, Town
from tests.chaos.verdict import against_the_oracle
from tests.sinks.wire import packages

MIB = 1 << 20
LOOKS = 20
CATCH_UP_S = 900.0
Say = Callable[[str], None]


@dataclass
class Away:
    """What it came to. `memory_mib` has each program's at the beginning, at most, and at the end, in MiB.

    `lag_max` is in facts; `caught_up_per_s` is how fast the sink loaded them, new ones included, once it could.
    """

    minutes: float
    reports_per_s: float
    memory_mib: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    lag_max: int = 0
    rungs_while_away: int = 0
    late_rung_max_s: float = 0.0
    caught_up_s: float = 0.0
    caught_up_per_s: float = 0.0
    lost: int = 0
    duplicated: int = 0
    different: int = 0

    @property
    def good(self) -> bool:
        """Nothing lost, twice or different; deadlines fired."""
        return self.rungs_while_away > 0 and not (self.lost or self.duplicated or self.different)


def go_away(folder: Path, jars: Path, clickhouse: Path, minutes: float, reports_s: float, say: Say) -> Away:
    """Kill the server for so long under load, start it again, and account for everything."""
    told = Away(minutes, reports_s)
    rig = Rig(folder, clickhouse, None, small_disk=False)
    try:
        with open_town(folder, jars, reports_s, minutes * 60 + CATCH_UP_S, rig=rig) as (town, load):
            town.settle()
            books, rungs = Books(town.kafka.bootstrap, SITE), Rungs(town.kafka.bootstrap, SITE, load.clock)
            rungs.take()
            rig.server.kill()
            _wait(town, told, rungs, say)
            _come_back(town, rig, told, say)
            load.feeding.__exit__()
            books.take_raw()
            town.drain()
            books.take()
            _fired(told, rungs.take())
            different, _ = against_the_oracle(town)
    finally:
        rig.close()
    told.lost, told.duplicated, told.different = len(books.lost), len(books.doubled + rungs.doubled), len(different)
    return told


def _wait(town: Town, told: Away, rungs: Rungs, say: Say) -> None:
    _look(town, told, say)
    for _ in range(LOOKS):
        time.sleep(told.minutes * 60 / LOOKS)
        fired = rungs.take()
        told.rungs_while_away += fired.rungs
        _fired(told, fired)
        _look(town, told, say)


def _come_back(town: Town, rig: Rig, told: Away, say: Say) -> None:
    before = sum(_positions(town).values())
    rig.server.start()
    begun = time.monotonic()
    town.settle(CATCH_UP_S)
    told.caught_up_s = round(time.monotonic() - begun, 1)
    told.caught_up_per_s = round((sum(_positions(town).values()) - before) / told.caught_up_s, 1)
    _look(town, told, say)


def _fired(told: Away, fired: Fired) -> None:
    told.late_rung_max_s = round(max(told.late_rung_max_s, fired.late_s), 2)


def _look(town: Town, told: Away, say: Say) -> None:
    sizes = {program.name: psutil.Process(program.pid).memory_info().rss / MIB for program in town.programs}
    sizes["kafka"] = psutil.Process(town.kafka.pid).memory_info().rss / MIB
    for name, size in sizes.items():
        first, most, _ = told.memory_mib.get(name, (size, size, size))
        told.memory_mib[name] = round(first), round(max(most, size)), round(size)
    with town.witness() as witness:
        lag = sum(witness.ends("sink").values()) - sum(_positions(town).values())
    told.lag_max = max(told.lag_max, lag)
    memory = ", ".join(f"{name} {size:.0f}" for name, size in sizes.items())
    say(f"{lag:>9,} facts behind; {told.rungs_while_away:>7,} rungs; MiB: {memory}")


def _positions(town: Town) -> dict[object, int]:
    with town.witness() as witness:
        return dict(witness.positions("sink"))


def main(
    minutes: Annotated[float, typer.Option(min=0.05)] = 10.0,
    reports_s: Annotated[float, typer.Option(min=1, help="rows of reports a second")] = 100.0,
) -> None:
    """Ends with status 1 unless deadlines fire meanwhile and nothing is lost, doubled or different."""
    out = Console(highlight=False, soft_wrap=True)
    jars, clickhouse = prepare(default_cache(), out.print), packages.prepare(default_cache())
    with tempfile.TemporaryDirectory(prefix="jiesu-away-") as folder:
        told = go_away(Path(folder), jars, clickhouse, minutes, reports_s, out.print)
    print(json.dumps(asdict(told)), flush=True)  # noqa: T201 - the result
    raise typer.Exit(0 if told.good else 1)


if __name__ == "__main__":
    typer.run(main)
