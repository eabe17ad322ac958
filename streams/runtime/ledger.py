"""What can be seen of one partition from outside while its owner works: written by the owner, read by anybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from aiokafka import TopicPartition

from streams.processors.work import Gauges
from streams.runtime.clock import wall


@dataclass(slots=True)
class Ledger:
    """The life of one partition in plain values. Times without a zone are monotonic seconds.

    `in_hand` counts records that are fetched and not committed; `busy_since` is None between transactions.
    """

    ready: bool = False
    in_hand: int = 0
    committed_at: datetime | None = None
    busy_since: float | None = None
    restored: int = 0
    restore_most: int = 0
    restore_s: float = 0.0
    standing: Gauges = field(default_factory=dict)

    def begin(self) -> None:
        """Work on a transaction begins."""
        self.busy_since = monotonic()

    def commit(self, records: int) -> None:
        """A transaction is committed, and with it so many records of the input."""
        self.busy_since, self.committed_at = None, wall()
        self.in_hand -= records

    def restart(self) -> None:
        """The partition is ready, at the beginning of a new life."""
        self.ready, self.in_hand, self.busy_since = True, 0, None

    def let_go(self) -> None:
        """The partition is not worked on; how its cases stand is for its next owner to say."""
        self.ready, self.busy_since, self.standing = False, None, {}

    def expect_restore(self, ends: Mapping[str, int]) -> None:
        """A restore begins; so many records at most, by topic."""
        self.restored, self.restore_most = 0, sum(ends.values())

    def saw_restored(self, records: int) -> None:
        """So many more records of the restore are taken up."""
        self.restored += records

    @property
    def progress(self) -> str:
        """How far a restore is, in words."""
        share = 100 * self.restored // max(1, self.restore_most)
        return f"{self.restored} of at most {self.restore_most} records are restored ({share}%)"


Ledgers = Callable[[], Mapping[TopicPartition, Ledger] | None]
"""The ledger of each partition that is ours; None while none is assigned. Any thread may ask."""
