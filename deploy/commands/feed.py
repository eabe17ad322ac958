"""`jiesu feed`: a file into the stream."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.settings import read_site
from streams.channels.pace import Rate
from streams.channels.publish import feed as publish_file
from streams.channels.verbatim import load_form

app = typer.Typer(add_completion=False)
CHANNEL = "a shipped mapping's name, a YAML file, or reports.raw / actions.raw for lines that are such messages"


@app.command()
def feed(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, JSON Lines or Excel")],
    channel: Annotated[str, typer.Option(help=CHANNEL)],
    rate: Annotated[float | None, typer.Option(min=0.1, help="messages a second; as fast as it goes if absent")] = None,
    batch: Annotated[int, typer.Option(min=1, help="messages in one transaction")] = 500,
) -> None:
    """Publish a file through its channel: killed and run again, nothing is missing and nothing is there twice."""
    site = read_site()
    publish_file(site.cluster, site.site, file, load_form(channel), Rate(rate, batch))
