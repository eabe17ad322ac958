"""The floor: aiokafka reads the raw topics of a site and does nothing, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from deploy.kafka import EmbeddedKafka
from tests.bench.load import Step
from tests.bench.preload import preload
from tests.bench.site import site

_PATIENCE_S = 600.0


def floor(kafka: EmbeddedKafka, folder: Path, load: Iterable[Step], steps: int, rounds: int) -> list[float]:
    """Reports a second in each round."""
    with site(kafka, folder, "floor", 1) as one:
        loaded = preload(kafka.bootstrap, one.name, load, steps)
        seconds = [_read(kafka.bootstrap, one.name, loaded.steps) for _ in range(rounds)]
    return [round(loaded.reports / each) for each in seconds]


def _read(bootstrap: str, name: str, steps: int) -> float:
    command = [sys.executable, "-m", "tests.bench.sides.floor", bootstrap, name, str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE_S)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)
