"""Commands that write the pages which are made from the code."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.metrics_page import page

docs = typer.Typer(no_args_is_help=True, help="文档: the pages that are made from the code.")


@docs.callback()
def _several() -> None:
    """文档: the pages that are made from the code."""


@docs.command()
def metrics(to: Annotated[Path, typer.Option(help="where the page is written")] = Path("docs/metrics.md")) -> None:
    """Write the page of every metric."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(page(), encoding="utf-8")
