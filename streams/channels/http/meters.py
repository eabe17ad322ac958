"""What the door counts, under the names of the list of metrics."""

from collections.abc import Sequence
from typing import Any

from prometheus_client import CollectorRegistry, Counter

from topics.metrics import Kind, listed


class DoorMeters:
    """The counters of the door. Raises UnlistedError for a name or label outside the list."""

    def __init__(self, registry: CollectorRegistry) -> None:
        requests = listed(Kind.COUNTER, "jiesu_http_requests_total", "topic", "status")
        messages = listed(Kind.COUNTER, "jiesu_http_messages_total", "topic", "outcome")
        self._requests = Counter(*requests, registry=registry)
        self._messages = Counter(*messages, registry=registry)

    def answered(self, topic: str, status: int) -> None:
        """A request for a bare raw topic was answered."""
        self._requests.labels(topic, str(status)).inc()

    def took(self, answers: Sequence[dict[str, Any]]) -> None:
        """Messages are in Kafka."""
        for answer in answers:
            self._messages.labels(answer["topic"], answer["status"]).inc()
