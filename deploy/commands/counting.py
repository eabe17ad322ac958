"""How far a long command has come, on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from deploy.replay import Advance


@contextmanager
def counting(name: str) -> Iterator[Advance]:
    """A line that counts: it hears of so many records more."""
    columns = (*Progress.get_default_columns()[:1], MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(name, total=None)
        yield lambda records: progress.advance(bar, records)
