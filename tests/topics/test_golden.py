"""What was once written must be read for ever: one example of every contract, by version.

One called `.full` has a value in every field that came with its version.
"""

from pathlib import Path

import pytest

from topics import case, facts, hot, inbox, memory, raw, sheets
from topics.catalog import TOPICS
from topics.model import Record, Said

GOLDEN = Path(__file__).with_name("golden")
MODELS = {name for spec in TOPICS for name in spec.models} - {"DeadBytes"}  # its value is somebody else's bytes


def model(name: str) -> type[Said] | type[Record]:
    room = next(room for room in (raw, inbox, memory, case, hot, sheets, facts) if hasattr(room, name))
    found: type[Said] | type[Record] = getattr(room, name)
    return found


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_read_and_written_as_its_newest_form(path: Path) -> None:
    contract = model(path.name.partition(".")[0])
    newest = max(GOLDEN.glob(f"*/{path.name}"), key=lambda one: int(one.parent.name[1:]))
    assert contract.from_bytes(path.read_bytes()).to_bytes() == newest.read_bytes()


def test_every_contract_has_an_example() -> None:
    assert {path.stem for path in GOLDEN.glob("v1/*.json")} == MODELS
