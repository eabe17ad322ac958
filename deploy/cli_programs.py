"""Commands that run: the programs of the stream, and the feed."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.errors import SetupError
from deploy.policyfile import load_policy
from deploy.settings import read, read_site
from sinks.clickhouse.warehouse import SqlError
from sinks.program import run_sink
from sinks.settings import SinkSettings
from streams import app
from streams.channels.mapping import load_mapping
from streams.channels.pace import Rate
from streams.channels.publish import feed as publish_file
from streams.domain.intake import Doors
from streams.runtime.settings import IntakeSettings, WorkerSettings
from streams.runtime.worker import run_worker

run = typer.Typer(no_args_is_help=True, help="程序: one program of the stream, until it is told to end.")
LogLevel = Annotated[str, typer.Option(help="debug, info, warning or error")]


@run.command()
def intake(loglevel: LogLevel = "info") -> None:
    """reports.raw and actions.raw -> inbox, dead letters."""
    settings = read(IntakeSettings)
    doors = Doors.of(load_policy(Path(settings.policy)).scopes, settings.reporter_key.encode())
    run_worker(app.intake(settings, doors), loglevel)


@run.command()
def casework(loglevel: LogLevel = "info") -> None:
    """inbox -> memory and facts."""
    run_worker(app.casework(read(WorkerSettings)), loglevel)


@run.command()
def sink(loglevel: LogLevel = "info") -> None:
    """Facts -> ClickHouse."""
    try:
        run_sink(read(SinkSettings), loglevel)
    except SqlError as error:
        raise SetupError(f"ClickHouse refuses: {error}") from error


def feed(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or JSON Lines")],
    channel: Annotated[str, typer.Option(help="the channel: a shipped mapping's name, or a YAML file")],
    rate: Annotated[float | None, typer.Option(min=0.1, help="messages a second; as fast as it goes if absent")] = None,
    batch: Annotated[int, typer.Option(min=1, help="messages in one transaction")] = 500,
) -> None:
    """Publish a file through its channel: killed and run again, nothing is missing and nothing is there twice."""
    site = read_site()
    publish_file(site.cluster, site.site, file, load_mapping(channel), Rate(rate, batch))
