"""The command `jiesu demo`."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.demo.run import run_demo

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def duration(text: str) -> float:
    """Seconds in a text such as 60s, 5m, 1h or 90. Raises typer.BadParameter."""
    read = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text.strip())
    if not read or not float(read[1]):
        raise typer.BadParameter("write a time such as 60s, 5m or 1h")
    return float(read[1]) * _SECONDS[read[2]]


def demo(
    for_: Annotated[
        float | None,
        typer.Option(
            "--for", parser=duration, metavar="TIME", help="how long to feed it, as in 60s; else until Ctrl-C"
        ),
    ] = None,
    data: Annotated[Path, typer.Option(help="a folder of the demo's own, emptied each time")] = Path(".jiesu/demo"),
) -> None:
    """The whole stream on this machine, fed by a simulated city. 演示"""
    raise typer.Exit(run_demo(for_, data, Console()))
