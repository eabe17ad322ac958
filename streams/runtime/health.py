"""Whether a worker lives and works, and if not, what is missing: one sentence for each thing."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

from aiokafka import TopicPartition

from streams.runtime.clock import wall
from streams.runtime.ledger import Ledger, Ledgers
from streams.runtime.lookout import Lookout

STILL_S = 120.0
"""A loop that has not turned for so long hangs: no batch and no restore takes its time like that."""
SILENT = timedelta(seconds=5)
BUSY_S = 60.0
_BEAT_S = 0.5


class Health:
    """What a worker says of itself to any thread that asks. Empty answers mean: all is well."""

    def __init__(self, ledgers: Ledgers, lookout: Lookout, kafka: str, still_s: float = STILL_S) -> None:
        self._ledgers, self._lookout, self._kafka, self._still_s = ledgers, lookout, kafka, still_s
        self._beaten = monotonic()

    async def beat(self) -> None:
        """Note that the loop turns, until cancelled."""
        while True:
            self._beaten = monotonic()
            await asyncio.sleep(_BEAT_S)

    def alive(self) -> list[str]:
        """What speaks against going on with this process."""
        still = monotonic() - self._beaten
        return [f"The worker's loop has not turned for {still:.0f} s: start it again."] if still > self._still_s else []

    def ready(self) -> list[str]:
        """What keeps the worker from its work. Owning no partition is no fault: others may own them all."""
        ledgers = self._ledgers()
        if ledgers is None:
            return [
                f"No partition is assigned yet: see that Kafka at {self._kafka} answers, and that the topics exist."
            ]
        return [sentence for source, ledger in ledgers.items() for sentence in self._lacks(source, ledger)]

    def _lacks(self, source: TopicPartition, ledger: Ledger) -> Iterator[str]:
        name = f"{source.topic}/{source.partition}"
        if not ledger.ready:
            restoring = ledger.restored < ledger.restore_most
            yield f"{name} is not ready: {ledger.progress if restoring else 'it starts, or waits for Kafka'}."
            return
        busy = 0.0 if ledger.busy_since is None else monotonic() - ledger.busy_since
        if busy > BUSY_S:
            yield f"{name} has been at one batch for {busy:.0f} s without a commit: see the log."
        heard = self._lookout.heard(source)
        if not ledger.in_hand and (heard is None or wall() - heard.at > SILENT):
            since = f"since {heard.at:%H:%M:%S} UTC" if heard else "yet"
            yield f"Kafka at {self._kafka} has said nothing of {name} {since}: start it, or correct JIESU_KAFKA."
