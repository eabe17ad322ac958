"""Asking the tables: what they refuse is told to the user."""

from collections.abc import Iterator
from contextlib import contextmanager

from deploy.errors import SetupError
from sinks.clickhouse.warehouse import SqlError
from topics.errors import Unavailable


@contextmanager
def asked() -> Iterator[None]:
    """Raises SetupError where the tables cannot answer, or will not."""
    try:
        yield
    except (SqlError, Unavailable) as error:
        raise SetupError(str(error)) from error
