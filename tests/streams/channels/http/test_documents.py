"""A body as documents, and documents as messages."""

import json
from datetime import UTC, datetime

import pytest

from streams.channels.http.documents import pieces, split
from streams.channels.mapping import load_mapping
from streams.channels.verbatim import Verbatim
from streams.domain.doors import MAX_BYTES
from topics.raw import RawAction, RawReport

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
ROW = {
    "service_request_id": "S-1",
    "noticed_ms": 1772413200000,
    "requested_ms": 1772413260000,
    "summary": "Lamp out",
    "description": "The third lamp is out",
    "closed_ms": 1772420000000,
}


@pytest.mark.parametrize(
    ("body", "kind", "documents"),
    [
        (b'{"a": 1}', "application/json", [b'{"a": 1}']),
        (b'{"a": 1}\n{"a": 2}', "application/json", [b'{"a": 1}\n{"a": 2}']),
        (b'{"a": 1}\r\n\n{"a": 2}\n', "application/x-ndjson; charset=utf-8", [b'{"a": 1}', b'{"a": 2}']),
        (b"[1, 2]\n[3]", "application/jsonl", [b"[1, 2]", b"[3]"]),
        (b' [{"a":1, "a":2} , [3],"x" ]', "", [b'{"a":1, "a":2}', b"[3]", b'"x"']),
        (b"[]", "application/json", []),
        (b'[{"a": 1}, {"a"', "application/json", [b'[{"a": 1}, {"a"']),
        (b"[" * 5_000 + b"]" * 5_000, "application/json", None),
        (b"", "application/json", [b""]),
        (b"\n", "application/x-ndjson", [b"\n"]),
    ],
)
def test_a_body_is_split_byte_for_byte(body: bytes, kind: str, documents: list[bytes] | None) -> None:
    assert split(body, kind) == ([body] if documents is None else documents)


def test_a_mapped_document_is_a_report_and_its_actions() -> None:
    made = list(pieces([json.dumps(ROW).encode(), b"?"], load_mapping("sim-app311"), NOW))

    assert [(piece.document, piece.message.topic) for piece in made] == [
        (0, "reports.raw"),
        (0, "actions.raw"),
        (1, "reports.raw"),
    ]
    report = RawReport.from_bytes(made[0].message.value)
    assert (report.channel, report.channel_ref, report.title) == ("sim-app311", "S-1", "Lamp out")
    assert RawAction.from_bytes(made[1].message.value).action == "resolve"
    assert made[2].message.value == b"?"


def test_a_document_that_is_far_too_large_is_not_even_mapped() -> None:
    document = json.dumps(ROW | {"description": "x" * MAX_BYTES}).encode()
    (piece,) = pieces([document], load_mapping("sim-app311"), NOW)
    assert (piece.message.topic, piece.message.value) == ("reports.raw", document)


def test_a_message_of_a_raw_topic_goes_as_it_is_under_its_own_key() -> None:
    action = b'{"action": "resolve", "occurred_at": "2026-03-02T10:00:00+08:00", "case_id": "city:1:0", "odd": 1}'
    made = list(pieces([action, b"\xff"], Verbatim(channel="actions.raw"), NOW))
    assert [(piece.message.key, piece.message.value) for piece in made] == [(b"city:1:0", action), (b"row 1", b"\xff")]
    assert made[1].message.at == NOW
