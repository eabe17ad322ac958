"""What happened, for everybody: facts are read by sinks only and never taken back.

`version` is the inbox offset of the record that caused the fact; of rows with one key the highest version wins.
"""

from typing import ClassVar, Literal

from topics.inbox import ActionName
from topics.model import Moment, Said, Source
from topics.reasons import ActionReason, MergeReason, Reason
from topics.rows import Row


class Transition(Said):
    """One thing done to a case, or refused; `index` tells several of one record apart."""

    TOPIC: ClassVar[str] = "transitions"

    scope: str
    case_id: str
    version: int
    index: int
    at: Moment
    action: ActionName | Literal["open", "join", "urge", "revise"]
    before: str
    after: str
    accepted: bool
    reason: ActionReason | MergeReason
    unit: str
    actor: str
    note: str
    report_id: str
    policy_version: str

    @property
    def key(self) -> str:
        """The case."""
        return self.case_id


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


Fact = Row | Transition | Escalation | Notice | DeadLetter
