"""The live board: a table on a terminal, a line now and then in a file."""

import time
from typing import Self

from rich.console import Console
from rich.live import Live

from deploy.demo.figures import Figures, as_line, as_table

_LINE_S = 5.0


class Board:
    """Shows figures as they come. A context manager: the last ones stay when it ends."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False)
        self._next_line = time.monotonic()

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()
        if not self._console.is_terminal:
            self._console.line()

    def show(self, found: Figures, sent: int, title: str) -> None:
        """Show these figures under a title."""
        self._live.update(as_table(found, sent, title), refresh=True)
        if not self._console.is_terminal and time.monotonic() >= self._next_line:
            self._next_line += _LINE_S
            self._console.print(as_line(found, sent, title), highlight=False, soft_wrap=True)
