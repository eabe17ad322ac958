"""`jiesu run http`."""

from pathlib import Path
from secrets import token_bytes

import typer

from deploy.commands.programs.saying import LogLevel, say
from deploy.policyfile import load_policy
from deploy.probes import answering, new_registry
from deploy.serving import serve
from deploy.settings import ProbeSettings, read
from streams.channels.http.door import build_door
from streams.channels.http.settings import HttpSettings
from streams.domain.doors import Doors
from streams.runtime.clock import wall

app = typer.Typer(add_completion=False)


@app.command()
def http(loglevel: LogLevel = "info") -> None:
    """Documents by HTTP -> reports.raw, actions.raw."""
    settings = read(HttpSettings)
    # the door hashes nobody for others: what its rules make of a document stays here
    doors = Doors.of(load_policy(Path(settings.policy)).scopes, token_bytes())
    registry = new_registry()
    door = build_door(settings, doors, wall, registry)
    # a door that does not turn answers nothing at all
    with answering("http", registry, read(ProbeSettings), list, door.delivery.lacks) as address:
        say("http", address)
        serve(door.app, settings.http_host, settings.http_port, loglevel)
