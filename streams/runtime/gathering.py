"""What has been fetched of one partition and waits for its owner: in order, none missing, many at once."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from streams.processors.work import Taken

PACE_S = 0.2
"""What comes sooner after the last batch waits for company: a transaction costs as much as hundreds of records."""
DECIDE_S = 0.5
"""The longest that deciding a batch should take: nothing else happens in this process meanwhile."""
WHOLE_S = 2.0
"""The longest that a batch should take until it is committed: Kafka gives up a transaction after ten seconds."""
FEWEST = 100
"""With so many a life begins: what was too much for the life before must not be too much again."""


class Batch(NamedTuple):
    """What one fetch took from one partition, on its way to where its owner's present life gathers it."""

    gathering: "Gathering"
    number: int
    records: Sequence[Taken]

    def arrive(self) -> None:
        """It is there. Where that life is over nobody looks any more: the records will be read again."""
        self.gathering.put(self)


class Gathering:
    """The records of one life of a partition, as fetches bring them.

    At most `most` go into one batch, and a batch begins at least `pace_s` seconds after the one before.
    """

    def __init__(self, most: int, pace_s: float = PACE_S) -> None:
        self._most, self._limit = most, min(most, FEWEST)
        self._pace_s = pace_s
        self._fetched: asyncio.Queue[Batch] = asyncio.Queue()
        self._left: list[Taken] = []
        self._announced = self._kept = 0
        self._under_way = 0
        self._next_at = 0.0

    @property
    def full(self) -> bool:
        """Is a whole batch fetched already?"""
        return self._under_way >= self._limit

    def expect(self, records: Sequence[Taken]) -> Batch:
        """A fetch has brought these: they are under way."""
        self._announced += 1
        self._under_way += len(records)
        return Batch(self, self._announced, records)

    def put(self, fetched: Batch) -> None:
        """What was expected is here."""
        self._fetched.put_nowait(fetched)

    async def take(self, nap: float) -> Sequence[Taken]:
        """The next batch; nothing if in `nap` seconds nothing has come. What comes after silence is not kept waiting.

        Raises ConnectionError when something was lost on its way here.
        """
        if not self._left:
            try:
                async with asyncio.timeout(nap):
                    self._keep(await self._fetched.get())
            except TimeoutError:
                return ()
        await asyncio.sleep(self._next_at - monotonic())
        self._next_at = monotonic() + self._pace_s
        while not self._fetched.empty():
            self._keep(self._fetched.get_nowait())
        batch, self._left = self._left[: self._limit], self._left[self._limit :]
        self._under_way -= len(batch)
        return batch

    def worked(self, records: int, decide_s: float, whole_s: float) -> None:
        """So many records took so long to decide, and until they were committed: later batches are made to fit."""
        strain = max(decide_s / DECIDE_S, whole_s / WHOLE_S)
        fitting = int(records / strain) if strain > 1 else 2 * self._limit
        self._limit = min(self._most, max(FEWEST, fitting))

    def _keep(self, fetched: Batch) -> None:
        self._kept += 1
        if fetched.number != self._kept:
            raise ConnectionError(f"of this life's fetches {self._kept} was lost on its way, {fetched.number} is here")
        self._left += fetched.records
