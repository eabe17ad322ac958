"""`jiesu broker`: a Kafka of one's own."""

import signal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.broker.jars import default_cache, prepare
from deploy.kafka import EmbeddedKafka

app = typer.Typer(add_completion=False)


@app.command()
def broker(data: Annotated[Path, typer.Option(help="where its topics are kept")] = Path(".jiesu/kafka")) -> None:
    """Run the embedded Apache Kafka until Ctrl-C."""
    out = Console()
    with EmbeddedKafka(data, prepare(default_cache(), out.print)) as kafka:
        out.print(f"Kafka: JIESU_KAFKA={kafka.bootstrap}", highlight=False)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
