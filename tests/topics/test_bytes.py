"""What is written is read back as it was."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis.strategies import integers, text
from orjson import loads

from tests.streams.domain.stories import CLOCK, START, TOWN, policy
from topics.case import Clock
from topics.inbox import PolicyChange
from topics.memory import PolicyHeld, Stamp
from topics.model import EARLIEST, LATEST
from topics.raw import RawReport

SPAN_MS = (LATEST - EARLIEST) // timedelta(milliseconds=1)


@given(integers(min_value=0, max_value=SPAN_MS - 1), text())
def test_what_the_stream_says_to_itself_is_read_back(after_ms: int, why: str) -> None:
    due = EARLIEST + timedelta(milliseconds=after_ms)
    clock = Clock(clock="resolve", round=1, start_at=START, due_at=due, policy_version="1", why=why, fired=(why,))
    assert Clock.from_bytes(clock.to_bytes()) == clock
    assert Clock.from_bytes(clock.altered(done_at=due).to_bytes()).done_at == due


def test_a_policy_within_a_record() -> None:
    change = PolicyChange(scope=TOWN, policy=policy(), clock=CLOCK)
    held = PolicyHeld(scope=TOWN, stamp=Stamp(offset=0, index=0), change=change)
    assert loads(change.to_bytes())["policy"] == policy().model_dump(mode="json")
    assert PolicyHeld.from_bytes(held.to_bytes()) == held


def test_what_others_say_may_hold_numbers_of_any_length() -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    raw = RawReport(channel="a", channel_ref="1", occurred_at=at, received_at=at, payload={"number": 1 << 70})
    assert RawReport.from_bytes(raw.to_bytes()) == raw
