"""The demo from its first line to its last."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from deploy.broker.jars import missing
from deploy.demo.audit.known import write_horizons
from deploy.demo.board import Board
from deploy.demo.feeding import Feeding
from deploy.demo.figures import Figures, read_figures
from deploy.demo.folder import fresh_folder
from deploy.demo.horizon import last_ticks
from deploy.demo.local import fold_city
from deploy.demo.stage import POLICY, Stage, set_stage, tables_of
from deploy.demo.verdict import all_arrived, show_verdict
from deploy.errors import SetupError
from deploy.kafka import cluster_or_embedded
from deploy.policyfile import load_policy
from deploy.simulator.generate import EPOCH, Simulated, generate
from sinks.clickhouse.ask import asking
from sinks.clickhouse.holder import Holder
from streams.runtime.clock import wall
from topics.errors import Unavailable

SEED = 12345
REPORTS_A_SECOND = 20
FEWEST_REPORTS = 300
SLOWEST = 600.0
"""The least seconds of the stream's time in one of ours."""
SHORTEST = timedelta(hours=10)
"""The least time that a demo tells of: every kind of limit runs out within it."""
LONGEST_S = timedelta(days=7).total_seconds() / SLOWEST
"""How long the city has something to say: a week of its own time."""
FOLDED_S = 60.0
STORM = 30
_ONE_BROKEN_IN = 100
_SAMPLE = "SELECT state, count() FROM cases GROUP BY state"
_TIMES = """"occurred_at":"'$now'","received_at":"'$now'\""""
_REPORT = f"""'{{"channel":"web","channel_ref":"1",{_TIMES},"text":"青石小区门口的路灯不亮"}}'"""
_DRAIN_S = 60.0
_LAST_FACTS_S = 15.0
_LOOK_S = 1.0
Say = Callable[[str], None]


def run_demo(seconds: float | None, data: Path, console: Console) -> int:
    """Run the whole stream under `data`: for `seconds` of feeding, or until Ctrl-C. Returns the exit status.

    It is 0 where the self-check passes, or where a person ended it; else 1. Raises SetupError.
    """

    def say(line: str) -> None:
        console.print(line, highlight=False, markup=False, soft_wrap=True)

    for number in (signal.SIGINT, signal.SIGTERM):  # whoever started us in the background had SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    try:
        with fresh_folder(data):
            lack = "" if os.environ.get("JIESU_KAFKA") else missing()
            return _fold(seconds, data, console, say, lack) if lack else _stream(seconds, data, console, say)
    except Unavailable as error:
        raise SetupError(f"{error}; the programs' logs are in {data / 'logs'}") from error
    except KeyboardInterrupt:
        say("Ended; nothing is left running / 已结束,没有遗留进程")
        return 0


def rate_of(seconds: float) -> float:
    """How fast the clock runs in a demo of so many seconds: the shorter, the faster."""
    return max(SLOWEST, SHORTEST.total_seconds() / seconds)


def _fold(seconds: float | None, data: Path, console: Console, say: Say, lack: str) -> int:
    say(f"{lack}. Meanwhile the same rules run here without a broker / 没有 Kafka,改用本地折叠")
    city = _simulate(seconds or FOLDED_S, data, say)
    write_horizons(data, fold_city(city, tables_of(data)))
    with asking(tables_of(data)) as answers:
        return show_verdict(data, answers.query, console)


def _stream(seconds: float | None, data: Path, console: Console, say: Say) -> int:
    city = _simulate(seconds or LONGEST_S, data, say)
    with cluster_or_embedded(data / "kafka", say) as cluster:
        site = f"demo-{wall():%Y%m%d-%H%M%S}" if os.environ.get("JIESU_KAFKA") else "demo"
        with set_stage(cluster, site, data, rate_of(seconds or LONGEST_S), say) as stage:
            with Feeding(cluster, site, city.files, lambda: stage.clock.now(wall())) as feeding:
                feeding.start()
                stage.wait_until_open()
                for line in _welcome(stage, tables_of(data)):
                    say(line)
                _watch(stage, feeding, data, console, for_ever=seconds is None)
            stage.stop("casework")
            write_horizons(data, last_ticks(cluster, site, load_policy(POLICY)))
            return show_verdict(data, Holder(tables_of(data)).query, console, _LAST_FACTS_S)


def _welcome(stage: Stage, tables: Path) -> list[str]:
    page, door = stage.addresses["console"], stage.addresses["http"]
    return [
        f"Live page / 实时页面: {page}",
        f"Send a report / 发一件诉求: now=$(curl -s {page}/now); curl -s {door}/v1/reports -d {_REPORT}",
        f'SQL, from another terminal / 另开终端查询: jiesu sql --data {tables} "{_SAMPLE}"',
        f"Metrics / 指标: {', '.join(f'{name} {url}/metrics' for name, url in stage.metrics.items())}",
        f"Why reports were merged / 为何并案: jiesu why --data {tables} REPORT_OR_CASE",
    ]


def _simulate(seconds: float, data: Path, say: Say) -> Simulated:
    reports = max(FEWEST_REPORTS, int(seconds * REPORTS_A_SECOND))
    span = timedelta(seconds=seconds * rate_of(seconds))
    broken = 1 + reports // _ONE_BROKEN_IN
    city = generate(data / "city", SEED, reports, span, broken=broken, storm=STORM)
    say(f"Simulated {city.rows:,} reports of {city.problems:,} problems in {len(city.files)} channels / 模拟城市已生成")
    return city


def _watch(stage: Stage, feeding: Feeding, data: Path, console: Console, *, for_ever: bool) -> None:
    """Show the figures until everything sent is in the tables, or has had its time to get there."""
    found, deadline, tables = Figures(), None, Holder(tables_of(data))
    with Board(console) as board:
        while True:
            stage.look()
            found = _figures(tables) or found
            now = stage.clock.now(wall()).astimezone(EPOCH.tzinfo)
            board.show(found, feeding.sent, f"接诉 jiesu · {now:%a %Y-%m-%d %H:%M}")
            if feeding.done() and not for_ever:
                deadline = deadline or time.monotonic() + _DRAIN_S
                if time.monotonic() > deadline or _all_arrived(data, tables):
                    return
            time.sleep(_LOOK_S)


def _figures(tables: Holder) -> Figures | None:
    """None while nobody answers, as when the sink starts again."""
    with suppress(Unavailable):
        return read_figures(tables.query)
    return None


def _all_arrived(data: Path, tables: Holder) -> bool:
    with suppress(Unavailable):
        return all_arrived(data, tables.query)
    return False
