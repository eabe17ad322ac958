"""What happened, for everybody: facts are read by sinks only and never taken back.

`version` is the inbox offset of the record that caused the fact; of rows with one key the highest version wins.
Rows and transitions are said by columns (`topics.sheets`), everything else one by one.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

from topics.model import Moment, Said, Source
from topics.reasons import Reason
from topics.sheets import Sheet


class Escalation(Said):
    """A rung that fired. `fire_at` is the time it was due, not when a tick saw it."""

    TOPIC: ClassVar[str] = "escalations"

    scope: str
    escalation_id: str
    case_id: str
    clock: str
    rung: str
    round: int
    fire_at: Moment
    due_at: Moment
    audience: str
    unit: str
    policy_version: str
    version: int

    @property
    def key(self) -> str:
        """The case."""
        return self.case_id


class Notice(Said):
    """One outbound message (告知 / 催办单 / 提醒函), in both languages."""

    TOPIC: ClassVar[str] = "notices"

    scope: str
    notice_id: str
    case_id: str
    notice: str
    audience: str
    unit: str
    at: Moment
    text_zh: str
    text_en: str
    version: int

    @property
    def key(self) -> str:
        """The case."""
        return self.case_id


class DeadLetter(Said):
    """Input that could not be processed: where it is, why, and what a person can do. The excerpt is masked."""

    TOPIC: ClassVar[str] = "dead_letters"

    stage: Literal["intake", "casework"]
    source: Source
    reason: Reason
    sentence: str
    excerpt: str
    at: Moment

    @property
    def key(self) -> str:
        """The coordinates of the message."""
        return str(self.source)


Act = Escalation | Notice
Fact = Sheet | Act | DeadLetter


class Told(NamedTuple):
    """A fact, or a part of one, as a record: its topic without the site, key, value."""

    topic: str
    key: bytes
    value: bytes


def told(fact: Fact) -> Iterator[Told]:
    """The records of a fact: of a long sheet there are several."""
    if isinstance(fact, Sheet):
        for value in fact.values():
            yield Told(fact.topic, fact.kind.encode(), value)
    else:
        yield Told(fact.TOPIC, fact.key.encode(), fact.to_bytes())
