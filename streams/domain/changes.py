"""What goes into the rules and what comes out: plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from topics.case import Case
from topics.errors import BadMessage
from topics.facts import DeadLetter, Fact
from topics.inbox import Action, PolicyChange, Report, Tick
from topics.memory import BookRecord, Member
from topics.model import Forget
from topics.raw import DeadBytes
from topics.reasons import MergeReason, Outcome
from topics.sheets import Sheet

Memory = Case | Member | BookRecord | Forget


class Entry(NamedTuple):
    """One inbox record with its offset and the broker's append time (UTC); a BadMessage where it is unreadable."""

    offset: int
    appended_at: datetime
    record: Report | Action | Tick | PolicyChange | BadMessage


class Heard(NamedTuple):
    """What came of a report; `reason` is None where the report was known already."""

    outcome: Outcome
    reason: MergeReason | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one batch changed: of each key of memory and of each view its last value.

    There is at most one sheet of a kind. `heard` counts the reports by what came of them.
    """

    memory: Sequence[Memory] = ()
    sheets: Sequence[Sheet] = ()
    dead: Sequence[DeadLetter] = ()
    heard: Mapping[Heard, int] = field(default_factory=dict)

    @property
    def facts(self) -> Sequence[Fact]:
        """All that is said to others."""
        return (*self.sheets, *self.dead)


class Addressed(NamedTuple):
    """An inbox record and the inbox partition that its scope stands on."""

    partition: int
    record: Report | Action


@dataclass(frozen=True, slots=True)
class Admission:
    """What intake made of a batch of raw records: every one of them is in exactly one of the lists."""

    admitted: list[Addressed] = field(default_factory=list)
    dead: list[DeadLetter] = field(default_factory=list)
    dead_bytes: list[DeadBytes] = field(default_factory=list)
