"""Child processes that a test starts, freezes and kills by hand."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class Program:
    """One program of the stream. Its output goes to a log that outlives its deaths."""

    def __init__(self, name: str, arguments: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        self.arguments, self._env = arguments, dict(env)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None, f"{self.name} was never started"
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def status(self) -> int | None:
        return None if self._child is None else self._child.poll()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, *self.arguments], env={**os.environ, **self._env}, stdout=log, stderr=log
            )

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        if self.alive:
            os.kill(self.pid, signal.SIGKILL)
        self.wait(10)

    def stop(self) -> None:
        """SIGTERM, and what a stopped program must do: end by itself."""
        if self.alive:
            self.thaw()
            os.kill(self.pid, signal.SIGTERM)
            self.wait(30)

    def wait(self, seconds: float) -> int:
        assert self._child is not None
        return self._child.wait(seconds)

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
