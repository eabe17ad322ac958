"""The page of commands: what their own help says."""

from typing import Any

import typer
from typer.cli import get_docs_for_click


def commands_page(command: Any) -> str:
    """Markdown for a command and all that are under it."""
    page = get_docs_for_click(obj=command, ctx=typer.Context(command), name="jiesu")
    return f"{page.strip()}\n\nMade by `jiesu docs`.\n"
