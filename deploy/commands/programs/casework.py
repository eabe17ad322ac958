"""`jiesu run casework`."""

import typer

from deploy.commands.programs.saying import LogLevel
from deploy.commands.programs.working import work
from deploy.settings import read
from streams import app as stream
from streams.runtime.settings import WorkerSettings

app = typer.Typer(add_completion=False)


@app.command()
def casework(loglevel: LogLevel = "info") -> None:
    """inbox -> memory and facts."""
    work("casework", lambda registry: stream.casework(read(WorkerSettings), registry), loglevel)
