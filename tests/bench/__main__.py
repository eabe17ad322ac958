"""First figures, one run, one broker: the whole stream, the local fold, and plain Faust doing nothing.

    python -m tests.bench [REPORTS]

The load is the simulated district in two scopes, published before anything is timed. Prints one JSON object last.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from deploy.broker.jars import default_cache, prepare
from deploy.policyfile import load_policy
from deploy.replay import raw_records
from deploy.simulator.generate import EPOCH, Simulated, generate
from sinks.clickhouse.ask import ask
from streams.app import new_books
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.intake import Doors
from streams.processors.local import LocalStream
from streams.runtime.clock import wall
from streams.runtime.cycles import look_rarely_for_cycles
from tests.bench.spent import Spent, a_thousand, spent
from tests.chaos.load import CHANNELS, POLICY, SPAN
from tests.chaos.town import SITE, Town
from topics.catalog import full_name
from topics.inbox import ClockSetting

PATIENCE_S = 900.0
STRETCH = 5_000
KEY = b"a bench has no secret"


def main(reports: int) -> None:
    """Run the three sides one after another."""
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        load = generate(Path(folder) / "load", 1, reports, SPAN, CHANNELS)
        local = local_fold(load)
        whole, cost, plain = with_kafka(Path(folder), load)
    figures = {
        "reports": load.rows,
        "whole_stream_per_s": round(whole),
        "local_fold_per_s": round(local),
        "plain_faust_doing_nothing_per_s": round(plain),
        "ratio_whole_to_plain": round(whole / plain, 2),
        "ratio_local_to_plain": round(local / plain, 2),
        "cpu_s_per_1000_reports": cost,
    }
    print(json.dumps(figures))  # noqa: T201 - the figures are the result


def local_fold(load: Simulated) -> float:
    """Reports per second through intake and casework in this process, without Kafka and without tables."""
    policy = load_policy(POLICY)
    told = [one for channel, file in load.files.items() for one in messages([file], load_mapping(channel))]
    raws = list(raw_records(sorted(told, key=lambda one: one.at)))
    stream = LocalStream(policy, EPOCH - timedelta(hours=1), Doors.of(policy.scopes, KEY), new_books())
    look_rarely_for_cycles()
    begun = time.perf_counter()
    for start in range(0, len(raws), STRETCH):
        stream.fold(raws[start : start + STRETCH])
    return load.rows / (time.perf_counter() - begun)


def with_kafka(folder: Path, load: Simulated) -> tuple[float, Spent, float]:
    """Reports per second from raw topics to rows in ClickHouse, the processor time that each part spent on them,
    and reports per second of plain Faust reading the same raw topic.
    """
    town = Town(folder, prepare(default_cache(), print), POLICY)
    try:
        town.open(load_policy(POLICY), ClockSetting(epoch=EPOCH, start=wall(), rate=1.0), start=False)
        for channel, file in load.files.items():
            assert town.feed(file, channel).wait(PATIENCE_S) == 0, town.feeds[-1].tail()
        town.start()
        whole, cost = _rate(town, load)
        for programs in town.parts.values():
            for program in programs:
                program.stop()
        return whole, cost, _plain(town, load, folder)
    finally:
        town.close()


def _rate(town: Town, load: Simulated) -> tuple[float, Spent]:
    """Rows per second between the first tenth and the last row, and what they cost: starting is left out."""
    wanted = load.reports
    first, begun = _until(town, wanted // 10)
    before = spent(town)
    last, ended = _until(town, wanted)
    return (last - first) / (ended - begun), a_thousand(before, spent(town), last - first)


def _until(town: Town, wanted: int) -> tuple[int, float]:
    deadline = time.monotonic() + PATIENCE_S
    while (seen := _rows(town)) < wanted:
        assert time.monotonic() < deadline, f"only {seen} of {wanted} rows after {PATIENCE_S:.0f} s"
        time.sleep(0.2)
    return seen, time.monotonic()


def _rows(town: Town) -> int:
    if not (town.tables / "sql.json").exists():
        return 0
    return int(ask(town.tables, "SELECT count() FROM reports", "TSV"))


def _plain(town: Town, load: Simulated, folder: Path) -> float:
    topic = full_name(SITE, "reports.raw")
    command = (sys.executable, "-m", "tests.bench.plain_faust", town.kafka.bootstrap, topic, str(load.rows))
    scratch = str(folder / "plain")
    done = subprocess.run([*command, scratch], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    rate = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("rate ")]
    assert rate, f"plain Faust said nothing:\n{done.stdout}{done.stderr}"
    return float(rate[0])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
