"""What every program says of itself."""

from typing import Annotated

import typer

LogLevel = Annotated[str, typer.Option(help="debug, info, warning or error")]


def say(program: str, address: str) -> None:
    """Where it answers."""
    typer.echo(f"{program} answers at {address}/metrics, /healthz and /readyz", err=True)
