"""The one list of topics."""

from enum import StrEnum
from typing import NamedTuple


class Partitions(StrEnum):
    """How many partitions a topic has: as many as raw input needs, or one for each scope."""

    RAW = "raw"
    SCOPES = "scopes"


class Cleanup(StrEnum):
    """What Kafka may throw away."""

    DELETE = "delete"
    COMPACT = "compact"


DOCUMENT_BYTES = 15_000_000
"""The most that a channel or a handling system may send as one message; most of it may still be a dead letter."""
RAW_MESSAGE_BYTES = 16 * 1024 * 1024
"""Kafka's limit on the raw topics and on kept bytes: a document, its key, and what a mapping adds."""
MESSAGE_BYTES = 8 * 1024 * 1024
"""Kafka's limit on every other topic: a whole policy is the largest message."""


class TopicSpec(NamedTuple):
    """One topic. `retention_days` None keeps for ever; `owner` names who writes it; `max_bytes` bounds a message.

    `readers` are the programs and people who read it.
    """

    name: str
    models: tuple[str, ...]
    key: str
    partitions: Partitions
    cleanup: Cleanup
    retention_days: int | None
    owner: str
    append_time: bool = False
    max_bytes: int = MESSAGE_BYTES
    readers: tuple[str, ...] = ("sinks",)


RAW_DAYS = 30
TOPICS = (
    TopicSpec(
        "reports.raw",
        ("RawReport",),
        "channel/channel_ref",
        Partitions.RAW,
        Cleanup.DELETE,
        RAW_DAYS,
        "adapters",
        max_bytes=RAW_MESSAGE_BYTES,
        readers=("intake",),
    ),
    TopicSpec(
        "actions.raw",
        ("RawAction",),
        "target",
        Partitions.RAW,
        Cleanup.DELETE,
        RAW_DAYS,
        "handling systems",
        max_bytes=RAW_MESSAGE_BYTES,
        readers=("intake",),
    ),
    TopicSpec(
        "dead.raw",
        ("DeadBytes",),
        "source",
        Partitions.RAW,
        Cleanup.DELETE,
        RAW_DAYS,
        "intake",
        max_bytes=RAW_MESSAGE_BYTES,
        readers=("operators",),
    ),
    TopicSpec(
        "inbox",
        ("Report", "Action", "Tick", "PolicyChange"),
        "target",
        Partitions.SCOPES,
        Cleanup.DELETE,
        None,
        "intake, casework, operators",
        append_time=True,
        readers=("casework",),
    ),
    TopicSpec(
        "cases",
        ("Case",),
        "case_id",
        Partitions.SCOPES,
        Cleanup.COMPACT,
        None,
        "casework",
        readers=("casework",),
    ),
    TopicSpec(
        "members",
        ("Member",),
        "report_id",
        Partitions.SCOPES,
        Cleanup.COMPACT,
        None,
        "casework",
        readers=("casework",),
    ),
    TopicSpec(
        "book",
        (
            "Position",
            "LastTick",
            "PolicyHeld",
            "ParkedAction",
            "Identity",
            "MergedCase",
            "ApartPair",
            "HotSince",
            "HotPeople",
            "HotBaseline",
            "HotIssue",
        ),
        "scope/kind/id",
        Partitions.SCOPES,
        Cleanup.COMPACT,
        None,
        "casework",
        readers=("casework",),
    ),
    TopicSpec(
        "rows",
        ("ReportRows", "MemberRows", "CaseRows", "ClockRows", "HolderRows"),
        "kind",
        Partitions.SCOPES,
        Cleanup.DELETE,
        30,
        "casework",
    ),
    TopicSpec("transitions", ("Transitions",), "kind", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("escalations", ("Escalations",), "kind", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("notices", ("Notices",), "kind", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("suggestions", ("Suggestions",), "kind", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("hot_issues", ("HotIssueRows",), "kind", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("dead_letters", ("DeadLetter",), "source", Partitions.SCOPES, Cleanup.DELETE, 30, "intake, casework"),
)
MEMORY = ("book", "cases", "members")
"""In the order in which they are read back."""
FACTS = ("rows", "transitions", "escalations", "notices", "suggestions", "hot_issues", "dead_letters")


def full_name(site: str, topic: str) -> str:
    """A topic's name on the broker: sites share a cluster by their prefix."""
    return f"{site}.{topic}"
