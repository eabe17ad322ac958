"""The supervisor, with real child processes: ready, died and started again, stopped, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from deploy.errors import SetupError
from deploy.supervise import Program, Supervisor

PATIENCE_S = 20.0
WORKS = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); print('at work', flush=True)\n"
SLEEPS = f"{WORKS}while True: signal.pause()"
STUBBORN = (
    f"{WORKS}signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\nwhile True: signal.pause()"
)
MUTE_FROM_THE_SECOND_TIME = """
import os, time
from pathlib import Path
mark = Path(os.environ["MARK"])
if mark.exists(): time.sleep(600)
mark.touch()
"""
OWNER = """
import sys, time
from pathlib import Path
from deploy.supervise import Program, Supervisor
program = Program("sleeper", [sys.executable, "-c", sys.argv[1]], {}, Path(sys.argv[2]), "at work")
with Supervisor([program], print):
    print(program.pid, flush=True)
    time.sleep(600)
"""


def until(true: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        meanwhile()
        time.sleep(0.05)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Program]:
    def make(code: str, name: str = "sleeper", ready_when: str = "at work", **environment: str) -> Program:
        log = tmp_path / "logs" / f"{name}.log"
        return Program(name, [sys.executable, "-c", code], environment, log, ready_when)

    return make


@pytest.fixture
def sleeper(make: Callable[..., Program], said: list[str]) -> Iterator[tuple[Program, Supervisor]]:
    program = make(SLEEPS)
    with Supervisor([program], said.append) as supervisor:
        supervisor.wait_until_ready(PATIENCE_S)
        yield program, supervisor


def test_a_program_runs_with_its_environment_and_its_own_log(make: Callable[..., Program], said: list[str]) -> None:
    program = make("import os; print(os.environ['JIESU_SITE'])", JIESU_SITE="a-site")
    with Supervisor([program], said.append):
        until(lambda: not program.running)
    assert program.log.read_text() == "a-site\n"
    assert program.status == 0


def test_what_dies_is_started_again_and_it_is_said(sleeper: tuple[Program, Supervisor], said: list[str]) -> None:
    program, supervisor = sleeper
    first = program.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: not program.running)
    supervisor.look()
    assert not program.running
    until(lambda: program.running, meanwhile=supervisor.look)
    until(lambda: program.ready)
    assert program.pid != first
    assert [line.partition(" and ")[0] for line in said] == ["sleeper ended with status -9"]


def test_what_dies_again_and_again_waits_longer(make: Callable[..., Program], said: list[str]) -> None:
    program = make("raise SystemExit(3)")
    with Supervisor([program], said.append) as supervisor:
        until(lambda: len(said) == 3, meanwhile=supervisor.look)
    assert [line.partition(" s /")[0].rpartition(" ")[2] for line in said] == ["0.5", "1", "2"]


def test_what_it_said_before_it_died_does_not_make_it_ready(make: Callable[..., Program], tmp_path: Path) -> None:
    program = make(f"{MUTE_FROM_THE_SECOND_TIME}{SLEEPS}", MARK=str(tmp_path / "mark"))
    with Supervisor([program], print) as supervisor:
        supervisor.wait_until_ready(PATIENCE_S)
        program.tell(signal.SIGKILL)
        until(lambda: not program.running)
        assert not program.ready
        until(lambda: program.running, meanwhile=supervisor.look)
        assert not program.ready


def test_a_program_that_cannot_start_ends_the_wait_with_its_last_words(make: Callable[..., Program]) -> None:
    with (
        Supervisor([make("raise SystemExit('no such Kafka')")], print) as supervisor,
        pytest.raises(SetupError, match=r"(?s)sleeper did not start: see .*log.*no such Kafka"),
    ):
        supervisor.wait_until_ready(PATIENCE_S)


def test_stopping_ends_all_and_tells_how(make: Callable[..., Program], said: list[str]) -> None:
    programs = [make(SLEEPS, "one"), make(STUBBORN, "two", "deaf")]
    with Supervisor(programs, said.append) as supervisor:
        supervisor.wait_until_ready(PATIENCE_S)
        pids = [program.pid for program in programs]
        assert supervisor.stop(patience_s=1.0) == {"one": 0, "two": -signal.SIGKILL}
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert [line.split()[0] for line in said] == ["two"]


def test_no_orphan_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, SLEEPS, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    with owner.stdout as told:
        pid = int(told.readline())
    assert psutil.pid_exists(pid)
    owner.kill()
    owner.wait(PATIENCE_S)
    until(lambda: _is_gone(pid))


def _is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
