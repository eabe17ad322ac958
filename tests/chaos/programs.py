"""Child processes that a test starts, freezes and kills by hand."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deploy.broker import keeper

STOP_S = 90.0
"""A worker that takes a million cases up may hear of its end late; so may one on a machine that is busy."""


class Program:
    """One program of the stream. Its output goes to a log that outlives its deaths; it ends when this process does."""

    def __init__(self, name: str, arguments: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        self.arguments, self._env = arguments, dict(env)
        self._keeper: subprocess.Popen[str] | None = None
        self.pid = 0

    @property
    def alive(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    @property
    def status(self) -> int | None:
        return None if self._keeper is None else self._keeper.poll()

    def start(self) -> None:
        keep = [sys.executable, "-I", keeper.__file__, str(os.getpid())]
        told = ["env", *(f"{name}={value}" for name, value in self._env.items())]  # its keeper is told nothing
        with self.log.open("a") as log:
            self._keeper = subprocess.Popen(
                [*keep, *told, sys.executable, *self.arguments], stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._keeper.stdout is not None
        with self._keeper.stdout as said:
            self.pid = int(said.readline())

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.alive:
            self._signal(signal.SIGKILL)
            self.wait(10)

    def tell_to_end(self) -> None:
        """SIGTERM."""
        if self.alive:
            self.thaw()
            self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """SIGTERM, and what a stopped program must do: end by itself."""
        self.tell_to_end()
        self.wait(STOP_S)

    def wait(self, seconds: float) -> int:
        assert self._keeper is not None, f"{self.name} was never started"
        return self._keeper.wait(seconds)

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(self.pid, number)
