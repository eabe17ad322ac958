"""Figures, one run, one broker: the whole stream and what else could have been taken, under the same rules and load.

    python -m tests.bench [--quick] [--only whole,faust] [--minutes 5] [--seed 1] [--out bench-results]

Prints a table, then one JSON object as the last line; the same with plots goes to the folder. Ends with status 1 where
a part failed or gave no figure that was asked for; the figures of the others are there all the same.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from rich.console import Console

from deploy.broker.jars import default_cache, prepare
from deploy.kafka import EmbeddedKafka
from tests.bench.pages import table, write_pages
from tests.bench.parts import FULL, QUICK, Run
from tests.bench.results import KEYS, with_ratios

_SEGMENT_BYTES = 256 << 20  # what was read can be deleted soon


def main(arguments: list[str]) -> int:
    """Run the parts that were asked for. Returns the status to end with."""
    asked = _parser().parse_args(arguments)
    console = Console(width=110)
    size = QUICK if asked.quick else FULL
    if asked.minutes:
        size = size._replace(whole_s=asked.minutes * 60)
    Path(asked.out).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=asked.out) as folder:
        figures, failed = _run(Path(folder).absolute(), size, asked.seed, asked.only, console)
    results = with_ratios({"cores": os.cpu_count(), "seed": asked.seed, "quick": asked.quick, **figures})
    console.print(table(results))
    write_pages(Path(asked.out), results)
    if failed:
        console.print(f"failed: {', '.join(failed)}", style="red")
    print(json.dumps({key: results.get(key) for key in (*KEYS, *results)}))  # noqa: T201 - the figures are the result
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description="Figures of the stream and of its rivals.")
    parser.add_argument("--quick", action="store_true", help="a few minutes: small counts, figures to compare roughly")
    parser.add_argument("--only", type=lambda said: said.split(","), default=[], help="parts, by comma")
    parser.add_argument("--minutes", type=float, help="how long the whole stream must be sustained")
    parser.add_argument("--seed", type=int, default=1, help="of the load")
    parser.add_argument("--out", default="bench-results", help="folder of the results")
    return parser


def _run(folder: Path, size: Any, seed: int, only: list[str], console: Console) -> tuple[dict[str, Any], list[str]]:
    figures: dict[str, Any] = {}
    failed = []
    with EmbeddedKafka(folder / "kafka", prepare(default_cache(), console.print)) as kafka:
        run = Run(kafka, folder, size, seed)
        for name in only or run.parts:
            begun = time.monotonic()
            try:
                figures |= run.parts[name]()
            except Exception:  # noqa: BLE001 - said, counted, and the status says it: other parts have figures of their own
                traceback.print_exc()
                failed.append(name)
            console.print(f"{name}: {'failed' if name in failed else 'done'} in {time.monotonic() - begun:.0f} s")
    return figures, failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
