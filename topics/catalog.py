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


class TopicSpec(NamedTuple):
    """One topic. `retention_days` None keeps for ever; `owner` alone writes it."""

    name: str
    models: tuple[str, ...]
    key: str
    partitions: Partitions
    cleanup: Cleanup
    retention_days: int | None
    owner: str
    append_time: bool = False


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
    ),
    TopicSpec("actions.raw", ("RawAction",), "target", Partitions.RAW, Cleanup.DELETE, RAW_DAYS, "handling systems"),
    TopicSpec("dead.raw", ("DeadBytes",), "source", Partitions.RAW, Cleanup.DELETE, RAW_DAYS, "intake"),
    TopicSpec(
        "inbox",
        ("Report", "Action", "Tick", "PolicyChange"),
        "target",
        Partitions.SCOPES,
        Cleanup.DELETE,
        None,
        "intake",
        append_time=True,
    ),
    TopicSpec("cases", ("Case",), "case_id", Partitions.SCOPES, Cleanup.COMPACT, None, "casework"),
    TopicSpec("members", ("Member",), "report_id", Partitions.SCOPES, Cleanup.COMPACT, None, "casework"),
    TopicSpec(
        "book",
        ("Position", "LastTick", "PolicyHeld", "ParkedAction", "Identity"),
        "scope/kind/id",
        Partitions.SCOPES,
        Cleanup.COMPACT,
        None,
        "casework",
    ),
    TopicSpec("rows", ("ReportRow", "MemberRow", "CaseRow"), "id", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("transitions", ("Transition",), "case_id", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("escalations", ("Escalation",), "case_id", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("notices", ("Notice",), "case_id", Partitions.SCOPES, Cleanup.DELETE, 30, "casework"),
    TopicSpec("dead_letters", ("DeadLetter",), "source", Partitions.SCOPES, Cleanup.DELETE, 30, "intake, casework"),
)
MEMORY = ("cases", "members", "book")
FACTS = ("rows", "transitions", "escalations", "notices", "dead_letters")


def full_name(site: str, topic: str) -> str:
    """A topic's name on the broker: sites share a cluster by their prefix."""
    return f"{site}.{topic}"
