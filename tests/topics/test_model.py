from datetime import UTC, datetime

import msgspec
import pytest

from topics.inbox import Tick
from topics.memory import Position, Stamp
from topics.model import Moment, Said

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Tally(Said):
    scope: str
    at: Moment
    count: int = 0


def test_what_is_made_is_read_back_as_it_was() -> None:
    said = Tally(scope="a", at=NOON)
    made = Position(scope="a", stamp=Stamp(offset=1, index=2), next_offset=2)
    assert Position.from_bytes(made.to_bytes()) == made
    assert Tally.from_bytes(said.to_bytes()) == said


def test_an_altered_message_differs_in_what_was_said_alone() -> None:
    tick = Tick(scope="a", now=NOON)
    later = tick.altered(now=NOON.replace(hour=13))
    assert (later.kind, later.scope, later.now.hour) == ("tick", "a", 13)
    assert tick.now == NOON


def test_what_is_read_is_checked() -> None:
    wrong = Stamp(offset="one", index=2)  # type: ignore[arg-type]
    with pytest.raises(msgspec.ValidationError):
        Stamp.from_bytes(wrong.to_bytes())


@pytest.mark.parametrize(
    "value",
    [
        b'{"kind":"tick","scope":"a"}',
        b'{"kind":"tick","scope":"a","now":"2026-03-02T12:00:00"}',
        b'{"kind":"tick","scope":"a","now":"2026-03-02T12:00:00Z","more":1}',
        b'{"kind":"report","scope":"a","now":"2026-03-02T12:00:00Z"}',
    ],
    ids=["a field lacks", "no zone", "a field too many", "another kind"],
)
def test_what_breaks_the_contract_is_refused(value: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        Tick.from_bytes(value)
