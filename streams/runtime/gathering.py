"""What has been fetched of one partition and waits for its owner: in order, none missing, many at once."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from streams.processors.work import Taken

PACE_S = 0.2
"""What comes sooner after the last batch waits for company: a transaction costs as much as hundreds of records."""
DECIDE_S = 0.5
"""The longest that deciding a batch should take: nothing else happens in this process meanwhile."""
FEWEST = 100


class Gathering:
    """The records of one life of a partition, as fetches bring them; at most `most` go into one batch."""

    def __init__(self, most: int) -> None:
        self._most = self._limit = most
        self._pieces: asyncio.Queue[tuple[int, Sequence[Taken]]] = asyncio.Queue()
        self._left: list[Taken] = []
        self._announced = self._kept = 0
        self._under_way = 0
        self._next_at = 0.0

    @property
    def full(self) -> bool:
        """Is a whole batch fetched already?"""
        return self._under_way >= self._limit

    def announce(self, records: Sequence[Taken]) -> int:
        """A fetch has brought these: they are on their way here under the number that this returns."""
        self._announced += 1
        self._under_way += len(records)
        return self._announced

    def put(self, number: int, records: Sequence[Taken]) -> None:
        """What was announced under this number is here."""
        self._pieces.put_nowait((number, records))

    async def take(self, nap: float) -> Sequence[Taken]:
        """The next batch; nothing if in `nap` seconds nothing has come. What comes after silence is not kept waiting.

        Raises ConnectionError when something was lost on its way here.
        """
        if not self._left:
            try:
                async with asyncio.timeout(nap):
                    self._keep(*await self._pieces.get())
            except TimeoutError:
                return ()
        await asyncio.sleep(self._next_at - monotonic())
        self._next_at = monotonic() + PACE_S
        while not self._pieces.empty():
            self._keep(*self._pieces.get_nowait())
        batch, self._left = self._left[: self._limit], self._left[self._limit :]
        self._under_way -= len(batch)
        return batch

    def decided(self, records: int, seconds: float) -> None:
        """So many records took so long: later batches are made to fit."""
        if seconds > DECIDE_S:
            self._limit = max(FEWEST, int(records * DECIDE_S / seconds))
        else:
            self._limit = min(self._most, 2 * self._limit)

    def _keep(self, number: int, records: Sequence[Taken]) -> None:
        self._kept += 1
        if number != self._kept:
            raise ConnectionError(f"fetch {self._kept} of this life was lost on its way here: the next is {number}")
        self._left += records
