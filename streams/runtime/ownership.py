"""All partitions that this worker owns, by Faust's word."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from aiokafka import TopicPartition

from streams.processors.work import Taken
from streams.runtime.gathering import Batch
from streams.runtime.ledger import Ledger
from streams.runtime.owner import Owner
from streams.runtime.ports import Ports


class Ownership:
    """Follows the group's assignment. Revoked owners keep their memory until the next assignment says otherwise."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._owners: dict[TopicPartition, Owner] = {}
        self._open: set[TopicPartition] = set()
        self._assigned = False

    def ledgers(self) -> Mapping[TopicPartition, Ledger] | None:
        """Each partition that is ours, as seen from outside; None while none is assigned. Any thread may ask."""
        owners, ours = self._owners, self._open
        return {tp: owners[tp].ledger for tp in sorted(ours) if tp in owners} if self._assigned else None

    def hungry(self) -> dict[TopicPartition, int]:
        """The partitions that may be fetched from, each with its owner's life as the fetch begins."""
        return {tp: self._owners[tp].life for tp in self._open if self._owners[tp].hungry}

    def expect(self, source: TopicPartition, life: int, records: Sequence[Taken]) -> Batch | None:
        """What a fetch has taken, for its owner; None where the partition has gone, or has begun a new life, since."""
        owner = self._owners.get(source)
        return owner.expect(records) if owner is not None and owner.life == life else None

    def assign(self, sources: Iterable[TopicPartition]) -> None:
        """A rebalance has ended with these partitions: forget the others, open these."""
        wanted = set(sources)
        self._owners = {tp: self._owners.get(tp) or Owner(tp, self._ports) for tp in wanted}
        for tp in wanted - self._open:
            self._owners[tp].open()
        self._open, self._assigned = wanted, True

    async def revoke(self) -> None:
        """Every partition is taken from us (rebalances are eager), or the worker stops: drain."""
        closing, self._open, self._assigned = self._open, set(), False
        await asyncio.gather(*(self._owners[tp].close() for tp in closing))
