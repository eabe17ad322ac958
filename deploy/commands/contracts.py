"""`jiesu contracts`: the contracts for others."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.contracts.files import write_contracts

app = typer.Typer(add_completion=False)


@app.command()
def contracts(folder: Annotated[Path, typer.Option(help="where the files go")] = Path("docs/contracts")) -> None:
    """Make the contracts from the code: JSON Schema of every message, AsyncAPI of every topic."""
    for path in write_contracts(folder):
        typer.echo(path)
