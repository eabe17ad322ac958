"""A mistake at the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def jiesu(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.cli", *arguments]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def test_it_ends_with_status_2_and_a_sentence_that_repeats_what_was_written() -> None:
    done = jiesu("feed", __file__, "--channel", "[/red]board[b]")
    assert done.returncode == 2
    assert "jiesu: no mapping '[/red]board[b]'" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_certificate_is_told_as_such() -> None:
    done = jiesu("topics", "list", JIESU_KAFKA_PROTOCOL="ssl", JIESU_KAFKA_CA=__file__)
    assert done.returncode == 2
    assert "a PEM file cannot be used" in " ".join(done.stderr.split())


def test_an_action_that_cannot_be_one_is_told_as_such() -> None:
    done = jiesu("act", "merge", "town:a:0", "--other", "town:b:0", "--at", "2025-03-01T08:30:00")
    assert done.returncode == 2
    assert "occurred_at: Input should have timezone info" in " ".join(done.stderr.split())


@pytest.mark.parametrize("key", ["short", "long " * 20])
def test_a_key_that_cannot_hash_is_told_as_such(tmp_path: Path, key: str) -> None:
    file = tmp_path / "some.csv"
    file.write_text("id,time,user,title,text\n", encoding="utf-8")
    policy = ("--policy", str(Path(__file__).parents[2] / "deploy" / "policies" / "zh"))
    replay = ("replay", str(file), "--channel", "zh-board", *policy, "--data", str(tmp_path / "out"))
    done = jiesu(*replay, JIESU_REPORTER_KEY=key)
    assert done.returncode == 2
    assert "set one of 16 to 64 bytes" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("command", "never"),
    [("run sink", "faust numba"), ("run intake", "numba chdb clickhouse_driver"), ("sql", "faust numba kafka")],
)
def test_a_command_loads_nothing_that_only_others_need(command: str, never: str) -> None:
    script = f"""
import sys
from contextlib import suppress
from deploy.cli import app
with suppress(SystemExit):
    app([*"{command}".split(), "--help"])
print("loaded:", *({{*"{never}".split()}} & {{*sys.modules}}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_every_command_is_in_the_help() -> None:
    done = jiesu("--help")
    assert done.returncode == 0
    for name in ("broker", "topics", "policy", "run", "feed", "demo", "sql", "why", "compare", "inbox", "replay"):
        assert f" {name} " in done.stdout
