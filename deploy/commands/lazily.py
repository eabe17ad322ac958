"""Commands that are imported when they are asked for: of the others nothing is loaded."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


def lazily(modules: Mapping[str, str]) -> type[TyperGroup]:
    """A group of commands, in this order: name -> the module whose `app` it is."""

    class Lazily(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as its base has it
            """Their names: nothing is imported for them."""
            return list(modules)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
            """The command of a name, imported now; None where there is none."""
            if cmd_name not in modules:
                return None
            command = typer.main.get_command(import_module(modules[cmd_name]).app)
            command.name = cmd_name
            return command

    return Lazily
