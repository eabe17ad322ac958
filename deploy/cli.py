"""jiesu on the command line: every command is a few lines that call the room that does the work."""

import sys
from pathlib import Path
from ssl import SSLError
from typing import Annotated, NoReturn

import typer
from kafka.errors import KafkaError
from rich.console import Console
from rich.markup import escape

from deploy import cli_data, cli_programs, cli_site, cli_why
from deploy.contracts.files import write_contracts
from deploy.demo.command import demo
from deploy.errors import SetupError
from deploy.reference.pages import write_pages
from streams.channels.mapping import MappingError
from streams.channels.table import FileFormatError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="接诉 jiesu: the open stream behind a city's 12345 / 311 service.",
)
app.add_typer(cli_site.topics, name="topics")
app.add_typer(cli_site.policy, name="policy")
app.add_typer(cli_programs.run, name="run")
app.add_typer(cli_data.inbox, name="inbox")
app.add_typer(demo, name="demo")
app.command()(cli_site.broker)
app.command()(cli_programs.feed)
app.command()(cli_data.replay)
app.command()(cli_data.sql)
app.command()(cli_data.compare)
app.command()(cli_why.why)


@app.command()
def docs(folder: Annotated[Path, typer.Option(help="where the pages go")] = Path("docs/reference")) -> None:
    """Make the reference from the code: commands, metrics, settings, tables."""
    for path in write_pages(app, folder):
        typer.echo(path)


@app.command()
def contracts(folder: Annotated[Path, typer.Option(help="where the files go")] = Path("docs/contracts")) -> None:
    """Make the contracts from the code: JSON Schema of every message, AsyncAPI of every topic."""
    for path in write_contracts(folder):
        typer.echo(path)


def main() -> None:
    """The `jiesu` command. A mistake of the user ends it with status 2 and a sentence, never a trace."""
    try:
        app()
    except (SetupError, MappingError, FileFormatError) as error:
        _end(str(error))
    except KafkaError as error:
        _end(f"Kafka refuses: {error}. Correct this, or ask whoever runs it for the right to do it")
    except SSLError as error:
        _end(f"a PEM file cannot be used ({error}): correct JIESU_KAFKA_CA, JIESU_KAFKA_CERTIFICATE or JIESU_KAFKA_KEY")


def _end(sentence: str) -> NoReturn:
    Console(stderr=True).print(f"[red]jiesu:[/red] {escape(sentence)}", highlight=False)
    sys.exit(2)


if __name__ == "__main__":
    main()
