"""Fetches become batches: every record once, in order, many at once."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.processors.work import Taken
from streams.runtime.gathering import DECIDE_S, FEWEST, Gathering

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOON, LONG = 0.001, 60.0


def records(begin: int, end: int) -> list[Taken]:
    return [Taken("inbox", 0, offset, AT, b"", b"") for offset in range(begin, end)]


def offsets(batch: list[Taken] | tuple[Taken, ...]) -> list[int]:
    return [one.offset for one in batch]


def test_one_record_after_silence_is_a_batch() -> None:
    async def scene() -> None:
        some = Gathering(10)
        some.expect(records(7, 8)).arrive()
        assert offsets([*await some.take(LONG)]) == [7]
        assert await some.take(SOON) == ()

    asyncio.run(scene())


def test_what_came_meanwhile_is_one_batch_and_no_larger_than_it_may_be() -> None:
    async def scene() -> None:
        some = Gathering(5, 0)
        for begin, full in ((0, False), (3, True), (6, True)):
            some.expect(records(begin, begin + 3)).arrive()
            assert some.full == full
        assert offsets([*await some.take(LONG)]) == [0, 1, 2, 3, 4]
        assert offsets([*await some.take(LONG)]) == [5, 6, 7, 8]
        assert not some.full

    asyncio.run(scene())


def test_what_is_expected_counts_before_it_arrives() -> None:
    some = Gathering(3)
    some.expect(records(0, 3))
    assert some.full


def test_a_fetch_that_was_lost_on_its_way_is_noticed() -> None:
    async def scene() -> None:
        some = Gathering(10)
        some.expect(records(0, 1)).arrive()
        some.expect(records(1, 2))
        some.expect(records(2, 3)).arrive()
        with pytest.raises(ConnectionError, match="2 was lost on its way, 3 is here"):
            await some.take(LONG)

    asyncio.run(scene())


def test_batches_grow_and_shrink_to_what_is_done_in_time() -> None:
    quick, long, far_too_long = (0.0, 0.0), (4 * DECIDE_S, 0.0), (0.0, 1_000.0)

    async def sizes() -> list[int]:
        some = Gathering(1_000, 0)
        some.expect(records(0, 10_000)).arrive()
        found = []
        for taken in (quick, quick, quick, quick, long, quick, far_too_long, quick):
            batch = await some.take(LONG)
            some.worked(len(batch), *taken)
            found.append(len(batch))
        return found

    assert asyncio.run(sizes()) == [FEWEST, 200, 400, 800, 1_000, 250, 500, FEWEST]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=20), st.integers(1, 12))
def test_any_fetches_give_every_record_once_and_in_order(fetches: list[tuple[int, bool]], most: int) -> None:
    async def scene() -> None:
        some, end, seen = Gathering(most, 0), 0, []
        for size, taken_between in fetches:
            some.expect(records(end, end + size)).arrive()
            end += size
            if taken_between:
                seen += offsets([*await some.take(LONG)])
        while batch := await some.take(SOON):
            seen += offsets([*batch])
        assert seen == list(range(end))

    asyncio.run(scene())
