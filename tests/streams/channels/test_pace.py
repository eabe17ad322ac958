"""How fast a feed goes, by a clock that the test moves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from streams.channels.order import Message
from streams.channels.pace import EventTime, Rate, Stopped

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TOLD = [Message(START + timedelta(minutes=n), "reports.raw", n, b"k", b"v") for n in range(10)]


def moments(*minutes: float) -> Iterator[datetime]:
    return (START + timedelta(minutes=m) for m in minutes)


def test_by_event_time_a_message_goes_out_when_its_time_has_come_and_not_before() -> None:
    clock = moments(-1, 0, 2.5)
    pace = EventTime(lambda: next(clock), Event(), batch=5)
    assert pace.take(TOLD, 0) == 1  # the first look was too early
    assert pace.take(TOLD, 1) == 2


def test_by_event_time_what_is_long_due_goes_out_by_batches() -> None:
    pace = EventTime(lambda: START + timedelta(days=1), Event(), batch=4)
    assert [pace.take(TOLD, done) for done in (0, 4, 8)] == [4, 4, 2]


def test_by_event_time_a_stop_ends_the_wait() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        EventTime(lambda: START - timedelta(days=1), stop).take(TOLD, 0)


def test_without_a_rate_batches_are_full() -> None:
    assert [Rate(None, 4).take(TOLD, done) for done in (0, 4, 8)] == [4, 4, 2]


def test_a_rate_keeps_batches_small_so_that_they_come_evenly() -> None:
    assert Rate(30, 500).take(TOLD, 0) == 3
