"""Raw records to give to intake, and what it makes of one."""

import json
from datetime import UTC, datetime
from typing import Any

from streams.domain.intake import Door, Doors, RawRecord, admit
from topics.facts import DeadLetter
from topics.inbox import Action, Report
from topics.model import Source

AT = datetime(2020, 1, 6, 12, tzinfo=UTC)
DOORS = Doors(
    {"hotline": Door("city", 2), "app": Door("city", 2), "boston311": Door("boston", 5)},
    b"a secret of 32 bytes, or about it",
)
REPORT: dict[str, Any] = {
    "channel": "hotline",
    "channel_ref": "R-1",
    "occurred_at": "2020-01-05T08:30:00+08:00",
    "received_at": "2020-01-05T09:00:00.123456+08:00",
    "title": "路灯不亮",
    "text": "第三盏",
    "place": {"address": "滨河路3号", "region": "A1区", "latitude": 28.2, "longitude": 112.9},
    "category": "路灯",
    "reporter": "张三",
    "attachments": ["photo/1.jpg"],
    "payload": {"extra": "kept in the raw topic"},
}
ACTION: dict[str, Any] = {
    "action": "resolve",
    "occurred_at": "2020-01-06T10:00:00+08:00",
    "channel": "hotline",
    "channel_ref": "R-1",
    "unit": "市政",
    "actor": "李四",
    "note": "已修好",
}


def source_on(topic: str, offset: int = 7) -> Source:
    """Coordinates on a raw topic."""
    return Source(topic=topic, partition=1, offset=offset)


def admitted(topic: str, message: dict[str, Any], doors: Doors = DOORS) -> Report | Action:
    """The one record that intake admits for a message; it stands on its scope's partition."""
    admission = admit([RawRecord(source_on(topic), json.dumps(message).encode(), AT)], doors)
    assert admission.dead == []
    assert admission.dead_bytes == []
    (addressed,) = admission.admitted
    assert addressed.partition == doors.scopes[addressed.record.scope].partition
    return addressed.record


def report_of(**changes: Any) -> Report:
    """The good report with changes, admitted."""
    report = admitted("reports.raw", REPORT | changes)
    assert isinstance(report, Report)
    return report


def action_of(**changes: Any) -> Action:
    """The good action with changes, admitted."""
    action = admitted("actions.raw", ACTION | changes)
    assert isinstance(action, Action)
    return action


def dead_of(topic: str, value: bytes | None) -> DeadLetter:
    """The one dead letter of a value; its bytes are kept beside it."""
    admission = admit([RawRecord(source_on(topic), value, AT)], DOORS)
    assert admission.admitted == []
    (kept,) = admission.dead_bytes
    assert (kept.source, kept.raw) == (source_on(topic), value or b"")
    (dead,) = admission.dead
    assert (dead.stage, dead.source, dead.at) == ("intake", source_on(topic), AT)
    return dead


def without(message: dict[str, Any], name: str) -> dict[str, Any]:
    """A message without one field."""
    return {key: value for key, value in message.items() if key != name}
