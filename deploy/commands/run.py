"""`jiesu run`: the programs of the stream, each a module beside this one."""

import typer

from deploy.commands.lazily import lazily

_PROGRAMS = ("intake", "casework", "sink", "http", "console")

app = typer.Typer(add_completion=False, cls=lazily({name: f"deploy.commands.programs.{name}" for name in _PROGRAMS}))


@app.callback(no_args_is_help=True)
def _run() -> None:
    """程序: one program of the stream, until it is told to end."""
