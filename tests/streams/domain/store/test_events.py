"""Packed actions are the same actions; what does not fit is said so."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.domain.store.events import Events
from streams.domain.store.words import Words
from tests.streams.domain.store.test_store import EXAMPLES
from topics.action import ActionName, Details, Event
from topics.reasons import MergeReason

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
EVENT = st.builds(
    Event,
    at=st.integers(0, 10**12).map(lambda ms: FIRST + timedelta(milliseconds=ms)),
    action=st.sampled_from(ActionName),
    offset=st.integers(0, 2**48 - 1),
    index=st.integers(0, 2**16 - 1),
    unit=st.sampled_from(["", "roads", "路灯所"]),
    details=st.builds(Details, reason=st.sampled_from(["", "rain"]), rating=st.integers(0, 5)),
    why=st.none() | st.sampled_from(MergeReason),
)


@EXAMPLES
@given(st.dictionaries(st.integers(0, 9), st.lists(EVENT, max_size=4).map(tuple)))
def test_they_are_what_they_were(told: dict[int, tuple[Event, ...]]) -> None:
    events = Events(Words[str]())
    for number, some in told.items():
        events[number] = some
    assert {number: events[number] for number in range(10)} == {number: told.get(number, ()) for number in range(10)}


@pytest.mark.parametrize("large", [{"offset": 2**48}, {"index": 2**16}])
def test_what_does_not_fit_is_said_so(large: dict[str, int]) -> None:
    one = Event(at=FIRST, action=ActionName.SIGN, offset=1, index=1)
    with pytest.raises(OverflowError, match="too large"):
        Events(Words[str]())[0] = [one.altered(**large)]
