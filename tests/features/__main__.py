"""Prints every row of what jiesu promises, with the tests that prove it, or 'not yet'."""

from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from rich.console import Console
from rich.table import Table

ROWS = Path(__file__).with_name("rows.yaml")


class Collector:
    """A pytest plugin: what each collected test says that it proves."""

    def __init__(self) -> None:
        self.proofs: dict[str, list[str]] = defaultdict(list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("feature"):
                name = item.nodeid.partition("[")[0]
                if name not in self.proofs[mark.args[0]]:
                    self.proofs[mark.args[0]].append(name)


def rows() -> dict[str, str]:
    """Key -> what is promised."""
    rooms = yaml.safe_load(ROWS.read_text(encoding="utf-8"))
    return {key: promise for room in rooms.values() for key, promise in room.items()}


def main() -> int:
    """Collect, print, and fail where a test names a row that there is not."""
    collector = Collector()
    status = pytest.main(["--collect-only", "-m", "feature", "-o", "addopts=", "-p", "no:terminal"], [collector])
    table = Table("row", "what it promises", "proved by")
    promised = rows()
    for key, promise in promised.items():
        table.add_row(key, promise, "\n".join(collector.proofs.get(key, ["[dim]not yet[/dim]"])))
    console = Console(width=200)
    console.print(table)
    proved = sum(key in collector.proofs for key in promised)
    console.print(f"{proved} of {len(promised)} rows proved by tests")
    if unknown := sorted(collector.proofs.keys() - promised.keys()):
        console.print(f"no such row: {', '.join(unknown)}: add it to {ROWS.name}, or mend the mark")
    return int(status) or bool(unknown)


if __name__ == "__main__":
    raise SystemExit(main())
