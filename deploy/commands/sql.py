"""`jiesu sql`: a question to the tables."""

from typing import Annotated

import typer

from deploy.commands.asked import Data, asked
from deploy.settings import read_place
from sinks.clickhouse.ask import ask

app = typer.Typer(add_completion=False)


@app.command()
def sql(
    query: Annotated[str, typer.Argument()],
    data: Data = None,
    form: Annotated[str, typer.Option("--format")] = "PrettyCompact",
) -> None:
    """Ask the tables; a process that holds the folder is asked over loopback. Reading only."""
    with asked():
        typer.echo(ask(read_place(data), query, form).rstrip("\n"))
