"""`jiesu run intake`."""

from pathlib import Path

import typer

from deploy.commands.programs.saying import LogLevel
from deploy.commands.programs.working import work
from deploy.policyfile import load_policy
from deploy.settings import key_of, read
from streams import app as stream
from streams.domain.doors import Doors
from streams.runtime.settings import IntakeSettings

app = typer.Typer(add_completion=False)


@app.command()
def intake(loglevel: LogLevel = "info") -> None:
    """reports.raw and actions.raw -> inbox, dead letters."""
    settings = read(IntakeSettings)
    doors = Doors.of(load_policy(Path(settings.policy)).scopes, key_of(settings.reporter_key))
    work("intake", lambda registry: stream.intake(settings, doors, registry), loglevel)
