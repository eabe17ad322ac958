"""`jiesu run sink`."""

import typer

from deploy.commands.programs.saying import LogLevel, say
from deploy.errors import SetupError
from deploy.probes import answering, new_registry
from deploy.settings import ProbeSettings, read
from sinks.clickhouse.warehouse import SqlError
from sinks.program import run_sink
from sinks.settings import SinkSettings
from sinks.watch import Watch

app = typer.Typer(add_completion=False)


@app.command()
def sink(loglevel: LogLevel = "info") -> None:
    """Facts -> ClickHouse."""
    settings, registry = read(SinkSettings), new_registry()
    watch = Watch(registry)
    with answering("sink", registry, read(ProbeSettings), watch.alive, watch.ready) as address:
        say("sink", address)
        try:
            run_sink(settings, watch, loglevel)
        except SqlError as error:
            raise SetupError(f"ClickHouse refuses: {error}") from error
