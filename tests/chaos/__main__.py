"""Faults under load, at moments drawn from a seed: `python -m tests.chaos --rounds 100`. The last line is JSON."""

import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random, SystemRandom
from typing import Annotated

import typer
from rich.console import Console

from deploy.broker.jars import default_cache
from deploy.broker.jars import prepare as jars
from deploy.errors import SetupError
from tests.chaos import clocks
from tests.chaos.disk import SmallDisk, with_mounts_of_our_own
from tests.chaos.kinds import Kind, deal
from tests.chaos.run import Account, Means, run_towns

MANY = 100
EACH = 5
"""How often at least a run of so many rounds must have seen each kind."""
out = Console(highlight=False, soft_wrap=True)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="faults, dealt evenly among the kinds")] = 11,
    seed: Annotated[int | None, typer.Option(help="the run's; printed, so that it can be made again")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="this kind only; may be given again")] = None,
    without_transactions: Annotated[str, typer.Option(help="intake or casework: writes as it must not")] = "",
) -> None:
    """Ends with status 1 unless nothing is lost, doubled or different and every kind asked for could run."""
    with_mounts_of_our_own([sys.executable, "-m", "tests.chaos", *sys.argv[1:]])
    folder = Path(tempfile.mkdtemp(prefix="jiesu-chaos-"))
    logging.basicConfig(filename=folder / "run.log", level="WARNING")
    account = Account(SystemRandom().randrange(10**6) if seed is None else seed)
    out.print(f"seed {account.seed}: {rounds} rounds; logs under {folder}")
    whole = False
    try:
        whole = _run(account, kind or _kinds(without_transactions), rounds, folder, without_transactions)
    except (AssertionError, TimeoutError, SetupError) as error:
        out.print(f"[red]broken off: {error}[/red]")
    finally:
        print(json.dumps(_told(account)), flush=True)  # noqa: T201 - the result
    if not (whole and account.good):
        raise typer.Exit(1)
    shutil.rmtree(folder)


def _run(account: Account, wanted: Sequence[Kind], rounds: int, folder: Path, unsafe: str) -> bool:
    """Whether every kind that was wanted could run, and did so often enough."""
    means, lacking = _means(folder)
    for kind, why in lacking.items():
        out.print(f"[red]{kind} cannot run here: {why}[/red]")
    able = [kind for kind in wanted if kind not in lacking]
    run_towns(deal(able, rounds, Random(account.seed)), account, folder, means, unsafe, out.print)
    often = rounds < MANY or min(account.faults.values()) >= EACH
    return often and able == list(wanted)


def _kinds(unsafe: str) -> list[Kind]:
    return [Kind(f"kill_{unsafe}")] if unsafe else list(Kind)


def _means(folder: Path) -> tuple[Means, dict[Kind, str]]:
    lacking = {}
    try:
        SmallDisk(folder / "trial", 1).close()
    except SetupError as error:
        lacking[Kind.DISK_FULL] = str(error)
    faketime = None
    try:
        faketime = clocks.library(default_cache())
    except SetupError as error:
        lacking[Kind.CLOCK_STEP] = str(error)
    small = Kind.DISK_FULL not in lacking
    return Means(jars(default_cache(), out.print), faketime, small), lacking


def _told(account: Account) -> dict[str, object]:
    return {**vars(account), "late_rung_max_s": round(account.late_rung_max_s, 2)}


if __name__ == "__main__":
    typer.run(main)
