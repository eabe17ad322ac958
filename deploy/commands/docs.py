"""`jiesu docs`: the reference."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.reference.pages import write_pages

app = typer.Typer(add_completion=False)


@app.command()
def docs(
    context: typer.Context, folder: Annotated[Path, typer.Option(help="where the pages go")] = Path("docs/reference")
) -> None:
    """Make the reference from the code: commands, life cycle, metrics, settings, tables, topics."""
    for path in write_pages(context.find_root().command, folder):
        typer.echo(path)
