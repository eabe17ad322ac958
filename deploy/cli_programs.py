"""Commands that run: the programs of the stream, and the feed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry

from deploy.errors import SetupError
from deploy.policyfile import load_policy
from deploy.probes import answering, new_registry
from deploy.serving import serve
from deploy.settings import ProbeSettings, key_of, read, read_place, read_site
from sinks.clickhouse.holder import query_of, unanswered
from sinks.clickhouse.warehouse import SqlError
from sinks.console.app import console as page
from sinks.console.settings import ConsoleSettings
from sinks.program import run_sink
from sinks.settings import SinkSettings
from sinks.watch import Watch
from streams import app
from streams.channels.http.door import build_door
from streams.channels.http.settings import HttpSettings
from streams.channels.pace import Rate
from streams.channels.publish import feed as publish_file
from streams.channels.verbatim import load_form
from streams.domain.intake import Doors
from streams.runtime.clock import wall
from streams.runtime.settings import IntakeSettings, WorkerSettings
from streams.runtime.worker import BatchApp, run_worker

run = typer.Typer(no_args_is_help=True, help="程序: one program of the stream, until it is told to end.")
CHANNEL = "a shipped mapping's name, a YAML file, or reports.raw / actions.raw for lines that are such messages"
LogLevel = Annotated[str, typer.Option(help="debug, info, warning or error")]


@run.command()
def intake(loglevel: LogLevel = "info") -> None:
    """reports.raw and actions.raw -> inbox, dead letters."""
    settings = read(IntakeSettings)
    doors = Doors.of(load_policy(Path(settings.policy)).scopes, key_of(settings.reporter_key))
    _run("intake", lambda registry: app.intake(settings, doors, registry), loglevel)


@run.command()
def casework(loglevel: LogLevel = "info") -> None:
    """inbox -> memory and facts."""
    _run("casework", lambda registry: app.casework(read(WorkerSettings), registry), loglevel)


@run.command()
def sink(loglevel: LogLevel = "info") -> None:
    """Facts -> ClickHouse."""
    settings, registry = read(SinkSettings), new_registry()
    watch = Watch(registry)
    with answering("sink", registry, read(ProbeSettings), watch.alive, watch.ready) as address:
        _say("sink", address)
        try:
            run_sink(settings, watch, loglevel)
        except SqlError as error:
            raise SetupError(f"ClickHouse refuses: {error}") from error


def _run(program: str, build: Callable[[CollectorRegistry], BatchApp], loglevel: str) -> None:
    registry = new_registry()
    worker = build(registry)
    with answering(program, registry, read(ProbeSettings), worker.health.alive, worker.health.ready) as address:
        _say(program, address)
        run_worker(worker, loglevel)


def _say(program: str, address: str) -> None:
    typer.echo(f"{program} answers at {address}/metrics, /healthz and /readyz", err=True)


@run.command()
def http(loglevel: LogLevel = "info") -> None:
    """Documents by HTTP -> reports.raw, actions.raw."""
    settings = read(HttpSettings)
    # the door hashes nobody for others: what its rules make of a document stays here
    doors = Doors.of(load_policy(Path(settings.policy)).scopes, token_bytes())
    registry = new_registry()
    door = build_door(settings, doors, wall, registry)
    # a door that does not turn answers nothing at all
    with answering("http", registry, read(ProbeSettings), list, door.delivery.lacks) as address:
        _say("http", address)
        serve(door.app, settings.http_host, settings.http_port, loglevel)


@run.command()
def console(loglevel: LogLevel = "info") -> None:
    """The live page: ClickHouse -> people."""
    settings, registry = read(ConsoleSettings), new_registry()
    query = query_of(read_place())
    with answering("console", registry, read(ProbeSettings), list, partial(unanswered, query)) as address:
        _say("console", address)
        app = page(query, settings.clock, settings.timezone)
        serve(app, settings.console_host, settings.console_port, loglevel)


def feed(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, JSON Lines or Excel")],
    channel: Annotated[str, typer.Option(help=CHANNEL)],
    rate: Annotated[float | None, typer.Option(min=0.1, help="messages a second; as fast as it goes if absent")] = None,
    batch: Annotated[int, typer.Option(min=1, help="messages in one transaction")] = 500,
) -> None:
    """Publish a file through its channel: killed and run again, nothing is missing and nothing is there twice."""
    site = read_site()
    publish_file(site.cluster, site.site, file, load_form(channel), Rate(rate, batch))
