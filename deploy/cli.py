"""jiesu on the command line. A command is imported when it is called: a program starts with what it needs alone."""

import sys
from importlib import import_module

import typer
from rich.console import Console
from rich.markup import escape

from deploy.commands.lazily import lazily

_SET_UP = ("broker", "topics", "policy")
_RUN = ("run", "feed", "act", "demo")
_ASK = ("sql", "why", "hot", "review", "compare", "inbox", "replay")
_WRITE = ("docs", "contracts")

app = typer.Typer(
    cls=lazily({name: f"deploy.commands.{name}" for name in (*_SET_UP, *_RUN, *_ASK, *_WRITE)}),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="接诉 jiesu: the open stream behind a city's 12345 / 311 service.",
)


@app.callback()
def _jiesu() -> None:
    """Has the commands."""


def main() -> None:
    """The `jiesu` command. A mistake of the user ends it with status 2 and a sentence, never a trace."""
    try:
        app()
    except Exception as error:
        sentence = import_module("deploy.commands.mistakes").sentence_of(error)
        if sentence is None:
            raise
        Console(stderr=True).print(f"[red]jiesu:[/red] {escape(sentence)}", highlight=False)
        sys.exit(2)


if __name__ == "__main__":
    main()
