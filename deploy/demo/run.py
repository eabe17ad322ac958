"""The demo from its first line to its last."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from deploy.broker.jars import missing
from deploy.demo.board import Board
from deploy.demo.feeding import Feeding
from deploy.demo.figures import Figures, as_table, asked_figures
from deploy.demo.folder import fresh_folder
from deploy.demo.local import fold_city
from deploy.demo.stage import RATE, Stage, set_stage, tables_of
from deploy.kafka import cluster_or_embedded
from deploy.simulator.generate import EPOCH, Simulated, generate
from streams.runtime.clock import wall

SEED = 12345
REPORTS_A_SECOND = 20
LONGEST_S = timedelta(days=7).total_seconds() / RATE
"""How long the city has something to say: a week of its own time."""
FOLDED_S = 60.0
_ONE_BROKEN_IN = 100
_DRAIN_S = 60.0
_LOOK_S = 1.0
Say = Callable[[str], None]


def run_demo(seconds: float | None, data: Path, console: Console) -> int:
    """Run the whole stream under `data`: for `seconds` of feeding, or until Ctrl-C. Returns the exit status.

    It is 0 where every message sent is in the tables, or where a person ended it; else 1. Raises SetupError.
    """

    def say(line: str) -> None:
        console.print(line, highlight=False, markup=False, soft_wrap=True)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with fresh_folder(data):
            lack = "" if os.environ.get("JIESU_KAFKA") else missing()
            return _fold(seconds, data, console, say, lack) if lack else _stream(seconds, data, console, say)
    except KeyboardInterrupt:
        say("Ended; nothing is left running / 已结束,没有遗留进程")
        return 0


def _fold(seconds: float | None, data: Path, console: Console, say: Say, lack: str) -> int:
    say(f"{lack}. Meanwhile the same rules run here without a broker / 没有 Kafka,改用本地折叠")
    city = _simulate(seconds or FOLDED_S, data, say)
    found = fold_city(city, tables_of(data))
    console.print(as_table(found, city.rows, "接诉 jiesu"))
    return _verdict(found, city.rows, say)


def _stream(seconds: float | None, data: Path, console: Console, say: Say) -> int:
    city = _simulate(seconds or LONGEST_S, data, say)
    with cluster_or_embedded(data / "kafka", say) as cluster:
        site = f"demo-{wall():%Y%m%d-%H%M%S}" if os.environ.get("JIESU_KAFKA") else "demo"
        with set_stage(cluster, site, data, say) as stage:
            say(f'Ask it from another terminal / 另开终端可查询: jiesu sql --data {tables_of(data)} "SELECT ..."')
            with Feeding(cluster, site, city.files, lambda: stage.clock.now(wall())) as feeding:
                feeding.start()
                found = _watch(stage, feeding, tables_of(data), console, for_ever=seconds is None)
                return _verdict(found, feeding.sent, say)


def _simulate(seconds: float, data: Path, say: Say) -> Simulated:
    reports = max(1, int(seconds * REPORTS_A_SECOND))
    span = timedelta(seconds=seconds * RATE)
    city = generate(data / "city", SEED, reports, span, broken=1 + reports // _ONE_BROKEN_IN)
    say(f"Simulated {city.rows:,} reports of {city.problems:,} problems in {len(city.files)} channels / 模拟城市已生成")
    return city


def _watch(stage: Stage, feeding: Feeding, tables: Path, console: Console, *, for_ever: bool) -> Figures:
    """Show the figures until everything sent is in the tables, or has had its time to get there."""
    found, deadline = Figures(), None
    with Board(console) as board:
        while True:
            stage.supervisor.look()
            found = asked_figures(tables) or found
            now = stage.clock.now(wall()).astimezone(EPOCH.tzinfo)
            board.show(found, feeding.sent, f"接诉 jiesu · {now:%a %Y-%m-%d %H:%M}")
            if feeding.done() and not for_ever:
                deadline = deadline or time.monotonic() + _DRAIN_S
                if found.arrived >= feeding.sent or time.monotonic() > deadline:
                    return found
            time.sleep(_LOOK_S)


def _verdict(found: Figures, sent: int, say: Say) -> int:
    if sent == found.arrived:
        say(f"All {sent:,} messages sent are in the tables / 已发送的全部入库")
        return 0
    say(f"{sent:,} messages were sent, but the tables account for {found.arrived:,}: read the logs / 数目不符,请看日志")
    return 1
