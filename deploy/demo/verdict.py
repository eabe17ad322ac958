"""The self-check of a demo's folder: asked until the last facts are in, and shown."""

import time
from pathlib import Path

from rich.console import Console

from deploy.demo.audit.check import as_table, check
from deploy.demo.audit.found import Query, read_found
from deploy.demo.audit.known import read_known, read_told
from deploy.demo.audit.ledger import messages
from deploy.demo.audit.lines import Line
from deploy.demo.stage import POLICY
from deploy.policyfile import load_policy

_LOOK_S = 0.5


def all_arrived(data: Path, query: Query) -> bool:
    """Whether every message of the sent-list is in the tables. Raises what `query` raises."""
    return all(line.ok for line in messages(read_told(data), read_found(query)))


def show_verdict(data: Path, query: Query, console: Console, patience_s: float = 0.0) -> int:
    """Check a demo that came to its end, and show the table; facts on their way have `patience_s` to arrive.

    Returns the exit status: 0 where every line holds. Raises SetupError, and what `query` raises.
    """
    known, policy = read_known(data), load_policy(POLICY)
    deadline = time.monotonic() + patience_s
    while not _holds(lines := check(known, read_found(query), policy)) and time.monotonic() < deadline:
        time.sleep(_LOOK_S)
    console.print(as_table(lines))
    said = "Self-check passed / 自检通过" if _holds(lines) else "Self-check FAILED: see the lines above / 自检未通过"
    console.print(f"{said}; again / 复查: jiesu demo check --data {data}", highlight=False, soft_wrap=True)
    return 0 if _holds(lines) else 1


def _holds(lines: list[Line]) -> bool:
    return all(line.ok for line in lines)
