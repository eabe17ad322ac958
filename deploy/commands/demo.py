"""The commands `jiesu demo` and `jiesu demo check`."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.demo.run import run_demo
from deploy.demo.stage import tables_of
from deploy.demo.verdict import show_verdict
from sinks.clickhouse.ask import asking

app = typer.Typer(add_completion=False, invoke_without_command=True, help="演示: the whole stream on this machine.")
Data = Annotated[Path, typer.Option(help="a folder of the demo's own; a new demo empties it")]
_DATA = Path(".jiesu/demo")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def duration(text: str) -> float:
    """Seconds in a text such as 60s, 5m, 1h or 90. Raises typer.BadParameter."""
    read = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text.strip())
    if not read or not float(read[1]):
        raise typer.BadParameter("write a time such as 60s, 5m or 1h")
    return float(read[1]) * _SECONDS[read[2]]


@app.callback()
def run(
    context: typer.Context,
    for_: Annotated[
        float | None,
        typer.Option(
            "--for", parser=duration, metavar="TIME", help="how long to feed it, as in 60s; else until Ctrl-C"
        ),
    ] = None,
    data: Data = _DATA,
) -> None:
    """The whole stream on this machine, fed by a simulated city. 演示"""
    if context.invoked_subcommand is None:
        raise typer.Exit(run_demo(for_, data, Console()))


@app.command("check")
def check(data: Data = _DATA) -> None:
    """The self-check of a demo that came to its end, again. 复查"""
    with asking(tables_of(data)) as answers:
        raise typer.Exit(show_verdict(data, answers.query, Console()))
