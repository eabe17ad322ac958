from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from topics.inbox import Tick
from topics.memory import Position, Stamp

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_what_is_made_unchecked_is_what_a_checked_one_would_be() -> None:
    stamp = Stamp.model_construct(index=2, offset=1)
    made = Position.model_construct(next_offset=2, stamp=stamp, scope="a")
    checked = Position(scope="a", stamp=Stamp(offset=1, index=2), next_offset=2)
    assert made == checked
    assert made.to_bytes() == checked.to_bytes()
    assert Position.from_bytes(made.to_bytes()) == made
    assert made.model_copy(update={"next_offset": 3}) == checked.model_copy(update={"next_offset": 3})


def test_an_altered_message_differs_in_what_was_said_alone() -> None:
    tick = Tick(scope="a", now=NOON)
    later = tick.altered(now=NOON.replace(hour=13))
    assert (later.kind, later.scope, later.now.hour) == ("tick", "a", 13)
    assert tick.now == NOON


def test_what_is_read_is_checked() -> None:
    wrong = Stamp.model_construct(offset="one", index=2)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Stamp.from_bytes(wrong.to_bytes())
