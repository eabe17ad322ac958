"""Asking the tables: which, and what they refuse is told to the user."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from deploy.errors import SetupError
from sinks.clickhouse.warehouse import SqlError
from topics.errors import Unavailable

Data = Annotated[str | None, typer.Option(help="a folder or a clickhouse:// server; by default JIESU_TABLES")]


@contextmanager
def asked() -> Iterator[None]:
    """Raises SetupError where the tables cannot answer, or will not."""
    try:
        yield
    except (SqlError, Unavailable) as error:
        raise SetupError(str(error)) from error
