"""What the door refuses before it asks Kafka, and who may send."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from starlette.testclient import TestClient

from deploy.admin import create_topics
from streams.channels.http.door import build_door
from streams.channels.http.settings import HttpSettings
from streams.channels.http.taking import MOST_DOCUMENTS
from streams.channels.http.tokens import Tokens
from tests.chaos.evidence import committed_records
from tests.streams.domain.raw_records import ACTION, DOORS, REPORT
from topics.catalog import DOCUMENT_BYTES
from topics.cluster import Cluster

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TOKENS = {"hotline": SecretStr("h-secret"), "app": SecretStr("a-secret"), "*": SecretStr("all")}


def client(settings: HttpSettings, registry: CollectorRegistry) -> TestClient:
    return TestClient(build_door(settings, DOORS, lambda: NOW, registry).app)


def post(door: TestClient, path: str, content: bytes | str, token: str = "") -> httpx.Response:
    answer: httpx.Response = door.post(
        path, content=content, headers={"authorization": f"Bearer {token}"} if token else {}
    )
    return answer


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def door(broker: Cluster, site: str, registry: CollectorRegistry) -> Iterator[TestClient]:
    create_topics(broker, site, 1, 1)
    with client(HttpSettings(kafka=broker.bootstrap, site=site, http_tokens=TOKENS), registry) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "content", "status", "words"),
    [
        ("/v1/reports?channel=telex", b"{}", 404, "no mapping for that channel: name one of boston311"),
        ("/v1/reports?channel=/etc/hostname", b"{}", 404, "no mapping for that channel"),
        ("/v1/actions?channel=zh-board", b"{}", 400, "actions have no mapping"),
        ("/v1/reports", b" " * (DOCUMENT_BYTES + 1), 413, "15,000,000 bytes: nothing was taken"),
        ("/v1/reports", json.dumps([1] * (MOST_DOCUMENTS + 1)), 413, "10,001 documents are more than 10,000"),
        ("/v1/reports", b"{}", 503, "send the same again in 5 s"),
    ],
)
def test_what_is_not_taken_says_what_to_do(path: str, content: bytes | str, status: int, words: str) -> None:
    registry = CollectorRegistry()
    answer = post(client(HttpSettings(kafka="127.0.0.1:1", http_wait_s=2), registry), path, content)
    topic = "actions.raw" if "actions" in path else "reports.raw"
    assert registry.get_sample_value("jiesu_http_requests_total", {"topic": topic, "status": str(status)}) == 1
    assert answer.status_code == status
    assert words in answer.json()["error"]


@pytest.mark.parametrize(
    ("authorization", "channels", "allowed"),
    [
        ("Bearer h-secret", {"hotline"}, True),
        ("bearer h-secret ", set(), True),
        ("Bearer h-secret", {"hotline", "app"}, False),
        ("Bearer h-secret", {""}, False),
        ("Bearer all", {"hotline", "", "telex"}, True),
        ("Bearer ", set(), False),
        ("Bearer wrong", set(), False),
        ("Basic h-secret", {"hotline"}, False),
        ("", {"hotline"}, False),
    ],
)
def test_a_token_opens_its_channel(authorization: str, channels: set[str], allowed: bool) -> None:
    assert Tokens(TOKENS).allow(authorization, channels) is allowed
    assert Tokens({}).allow(authorization, channels)


@pytest.mark.feature("doors.http")
def test_without_a_valid_token_nothing_is_taken(
    door: TestClient, broker: Cluster, site: str, registry: CollectorRegistry
) -> None:
    report, action = json.dumps(REPORT), json.dumps(ACTION)
    on_a_case = json.dumps(ACTION | {"case_id": "city:1:0"})
    both = json.dumps([REPORT, REPORT | {"channel": "app"}])
    sent = [("reports", report, ""), ("reports", report, "a-secret"), ("reports", both, "h-secret")]
    sent += [("reports", "?", "wrong"), ("actions", action, "a-secret"), ("actions", on_a_case, "h-secret")]
    for path, content, token in sent:
        answer = post(door, f"/v1/{path}", content, token)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), content
        assert "with a token of every channel in the request" in answer.json()["error"]
    taken = [("reports", report, "h-secret"), ("reports", both, "all"), ("reports", "?", "a-secret")]
    taken += [("actions", action, "h-secret"), ("actions", on_a_case, "all")]
    for path, content, token in taken:
        assert post(door, f"/v1/{path}", content, token).status_code == 200, content
    reports, actions = (committed_records(broker.bootstrap, site, topic) for topic in ("reports.raw", "actions.raw"))
    assert len(reports) == 4
    for outcome, count in (("taken", 3), ("dead_letter", 1)):
        labels = {"topic": "reports.raw", "outcome": outcome}
        assert registry.get_sample_value("jiesu_http_messages_total", labels) == count
    assert [record.value.decode() for record in actions] == [action, on_a_case]


def test_the_way_to_kafka_says_what_it_lacks_once_it_has_failed() -> None:
    door = build_door(HttpSettings(kafka="127.0.0.1:1", http_wait_s=1), DOORS, lambda: NOW, CollectorRegistry())
    assert door.delivery.lacks() == []
    assert post(TestClient(door.app), "/v1/reports", b"{}").status_code == 503
    assert door.delivery.lacks() == ["Kafka at 127.0.0.1:1 did not take messages: start it, or correct JIESU_KAFKA."]


def test_many_reports_of_one_reference_keep_their_order(door: TestClient, broker: Cluster, site: str) -> None:
    revisions = [REPORT | {"text": str(n)} for n in range(50)]
    answers = post(door, "/v1/reports", json.dumps(revisions), "h-secret").json()["documents"]
    assert [answer["offset"] for answer in answers] == list(range(50))
    records = committed_records(broker.bootstrap, site, "reports.raw")
    assert [json.loads(record.value)["text"] for record in records] == [str(n) for n in range(50)]
