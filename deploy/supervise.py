"""Starts the programs of the stream as child processes, starts again what dies, and leaves none behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self, cast

from deploy.broker import keeper
from deploy.errors import SetupError

Say = Callable[[str], None]
STOP_S = 15.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 10.0
_LIVED_S = 30.0  # a program that lived so long may start again at once
_LOOK_S = 0.1


class Program:
    """One child process; its output goes to `log`. `ready_when` is what the log says once the program works.

    Its keeper ends it when this process is gone, however it went. Ctrl-C at the terminal does not reach it: whoever
    started it stops it.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, ready_when: str
    ) -> None:
        self.name, self.log = name, log
        self.pid = 0
        self._command, self._environment = tuple(command), {**os.environ, **environment}
        self._ready_when = ready_when.encode()
        self._said_before = 0
        self._keeper: subprocess.Popen[str] | None = None

    @property
    def status(self) -> int | None:
        """Its exit status, or minus the signal that killed it; None while it lives, or before it was started."""
        status = self._keeper.poll() if self._keeper else None
        return status - 256 if status and status >= 256 - signal.NSIG else status

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._keeper is not None and self.status is None

    @property
    def ready(self) -> bool:
        """Whether it lives and has said so since its last start."""
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return self.running and self._ready_when in log.read()

    def start(self) -> None:
        """Start it; what it says is added to the log."""
        keep = [sys.executable, "-I", keeper.__file__, str(os.getpid())]
        with self.log.open("ab") as log:
            self._said_before = log.tell()
            self._keeper = subprocess.Popen(
                [*keep, *self._command],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        with cast(IO[str], self._keeper.stdout) as said:
            self.pid = int(said.readline())

    def tell(self, what: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.running:
            os.kill(self.pid, what)

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])


@dataclass
class _Life:
    """When a program was started, and, once it has died, how long it waits and until when."""

    program: Program
    started: float = 0.0
    wait: float = 0.0
    again: float | None = None

    def start(self) -> None:
        self.started, self.again = time.monotonic(), None
        self.program.start()

    def end(self) -> None:
        now = time.monotonic()
        at_once = now - self.started > _LIVED_S or not self.wait
        self.wait = _FIRST_WAIT_S if at_once else min(_LONGEST_WAIT_S, 2 * self.wait)
        self.again = now + self.wait


class Supervisor:
    """Keeps programs running. A context manager: it starts them in their order, and stops them at its end.

    Nothing happens between the calls of `look`: whoever holds it calls that about once a second.
    """

    def __init__(self, programs: Sequence[Program], say: Say) -> None:
        self.programs = tuple(programs)
        self._lives = [_Life(program) for program in programs]
        self._say = say

    def __enter__(self) -> Self:
        for life in self._lives:
            life.program.log.parent.mkdir(parents=True, exist_ok=True)
            life.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_until_ready(self, patience_s: float) -> None:
        """Return once every program says that it works. Raises SetupError for the first that does not, or that died."""
        deadline = time.monotonic() + patience_s
        for program in self.programs:
            while not program.ready:
                if not program.running or time.monotonic() > deadline:
                    raise SetupError(f"{program.name} did not start: see {program.log}\n{program.last_words()}")
                time.sleep(_LOOK_S)

    def look(self) -> None:
        """Say which programs have died, and start them again after a wait that grows while they keep dying."""
        for life in self._lives:
            if life.program.running:
                continue
            if life.again is None:
                life.end()
                self._say(_obituary(life.program, life.wait))
            elif time.monotonic() >= life.again:
                life.start()

    def stop(self, patience_s: float = STOP_S) -> dict[str, int | None]:
        """Tell all to end, and kill what has not after `patience_s`. Returns their exit statuses."""
        for program in self.programs:
            program.tell(signal.SIGTERM)
        self._wait_until_ended(patience_s)
        for program in self.programs:
            if program.running:
                self._say(f"{program.name} does not end, so it is killed / 未能正常退出,强制结束: {program.log}")
                program.tell(signal.SIGKILL)
        self._wait_until_ended(patience_s)
        return {program.name: program.status for program in self.programs}

    def _wait_until_ended(self, patience_s: float) -> None:
        deadline = time.monotonic() + patience_s
        while any(program.running for program in self.programs) and time.monotonic() < deadline:
            time.sleep(_LOOK_S)


def _obituary(program: Program, wait: float) -> str:
    ended = f"{program.name} ended with status {program.status} and starts again in {wait:g} s"
    return f"{ended} / 意外退出,稍后重启: {program.log}"
