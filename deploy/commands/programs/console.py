"""`jiesu run console`."""

from functools import partial

import typer

from deploy.commands.programs.saying import LogLevel, say
from deploy.probes import answering, new_registry
from deploy.serving import serve
from deploy.settings import ProbeSettings, read, read_place
from sinks.clickhouse.holder import query_of, unanswered
from sinks.console.app import console as page
from sinks.console.settings import ConsoleSettings

app = typer.Typer(add_completion=False)


@app.command()
def console(loglevel: LogLevel = "info") -> None:
    """The live page: ClickHouse -> people."""
    settings, registry = read(ConsoleSettings), new_registry()
    query = query_of(read_place())
    with answering("console", registry, read(ProbeSettings), list, partial(unanswered, query)) as address:
        say("console", address)
        serve(page(query, settings.clock, settings.timezone), settings.console_host, settings.console_port, loglevel)
