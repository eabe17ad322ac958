"""Dead letters of casework: what came to nothing behind intake, and what a person can do about it."""

from datetime import datetime

from streams.domain.changes import Entry
from topics.errors import BadMessage
from topics.facts import DeadLetter
from topics.inbox import Action, PolicyChange, Report, Tick
from topics.model import Source
from topics.reasons import Reason

Written = Report | Action | Tick | PolicyChange

_SENTENCES = {
    Reason.NO_TARGET: "The action names neither a case nor a report: add a case_id, or a channel and channel_ref.",
    Reason.UNKNOWN_TARGET: "No such case or report came in time: check the target, then send the action again.",
}


def action_letter(action: Action, reason: Reason, at: datetime) -> DeadLetter:
    """An action that has no case to act on."""
    return DeadLetter(
        stage="casework",
        source=action.source,
        reason=reason,
        sentence=_SENTENCES[reason],
        excerpt=f"{action.action} {action.key}".strip(),
        at=at,
    )


def tick_letter(entry: Entry, partition: int, said: datetime, clock_now: datetime) -> DeadLetter:
    """A tick from a worker whose clock is wrong."""
    return DeadLetter(
        stage="casework",
        source=Source(topic="inbox", partition=partition, offset=entry.offset),
        reason=Reason.TICK_OFF_CLOCK,
        sentence=f"The tick says {said:%F %T} UTC, the clock {clock_now:%F %T}: set the clock of the worker right.",
        excerpt=f"tick {said.isoformat()}",
        at=clock_now,
    )


def unreadable_letter(entry: Entry, bad: BadMessage, partition: int, clock_now: datetime) -> DeadLetter:
    """A record that is none of ours."""
    return DeadLetter(
        stage="casework",
        source=Source(topic="inbox", partition=partition, offset=entry.offset),
        reason=bad.reason,
        sentence=bad.sentence,
        excerpt="",
        at=clock_now,
    )


def scope_letter(entry: Entry, record: Written, scope: str, partition: int, clock_now: datetime) -> DeadLetter:
    """A record of another scope in this scope's inbox."""
    inbox = Source(topic="inbox", partition=partition, offset=entry.offset)
    return DeadLetter(
        stage="casework",
        source=record.source if isinstance(record, Report | Action) else inbox,
        reason=Reason.WRONG_SCOPE,
        sentence=f"This is the inbox of {scope}, the record says {record.scope}: publish it to that scope's partition.",
        excerpt=f"{record.kind} {record.key}",
        at=clock_now,
    )
