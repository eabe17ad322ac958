"""Prints every row of what jiesu promises, with the tests or the command that prove it, or 'not yet'."""

from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

ROWS = Path(__file__).with_name("rows.yaml")


class Row(BaseModel):
    """One promise; a figure has the `command` that printed it, once one has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    promise: str
    command: str = ""


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


def rows() -> dict[str, Row]:
    """Key -> what is promised."""
    rooms = yaml.safe_load(ROWS.read_text(encoding="utf-8"))
    said = {key: promise for room in rooms.values() for key, promise in room.items()}
    return {key: Row(promise=one) if isinstance(one, str) else Row(**one) for key, one in said.items()}


def proved(promised: dict[str, Row], proofs: dict[str, list[str]]) -> dict[str, list[str]]:
    """Key -> the tests and the command that prove it, for those that something proves."""
    found = {key: [*proofs.get(key, ()), *filter(None, [row.command])] for key, row in promised.items()}
    return {key: by for key, by in found.items() if by}


def main() -> int:
    """Collect, print, and fail where a test names a row that there is not."""
    collector = Collector()
    status = pytest.main(["--collect-only", "-m", "feature", "-o", "addopts=", "-p", "no:terminal"], [collector])
    promised = rows()
    by = proved(promised, collector.proofs)
    table = Table("row", "what it promises", "proved by")
    for key, row in promised.items():
        table.add_row(key, row.promise, "\n".join(by.get(key, ["[dim]not yet[/dim]"])))
    console = Console(width=200)
    console.print(table)
    console.print(f"{len(by)} of {len(promised)} rows proved")
    if unknown := sorted(collector.proofs.keys() - promised.keys()):
        console.print(f"no such row: {', '.join(unknown)}: add it to {ROWS.name}, or mend the mark")
    return int(status) or bool(unknown)


if __name__ == "__main__":
    raise SystemExit(main())
