"""`jiesu inbox`: the log of a run."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.inbox_export import export_inbox
from deploy.settings import read_site

app = typer.Typer(add_completion=False, help="收件: the log of a run.")


@app.callback(no_args_is_help=True)
def _inbox() -> None:
    """收件: the log of a run."""


@app.command("export")
def export(file: Annotated[Path, typer.Argument(help="the JSON Lines file to write")]) -> None:
    """Write the inbox of a site, and intake's dead letters: what `replay --inbox` folds again."""
    site = read_site()
    done = export_inbox(site.cluster, site.site, file)
    said = f"{done.inbox:,} inbox records, {done.dead_letters:,} dead letters: {file}"
    Console().print(said, highlight=False)
