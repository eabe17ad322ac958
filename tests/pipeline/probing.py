"""A day of a small town with known numbers, and what its programs say of themselves over HTTP."""

import re
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta

import httpx
from kafka import KafkaProducer
from kafka.future import Future
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.chaos.programs import Program
from tests.chaos.town import SITE, Town
from topics.catalog import full_name
from topics.metrics import metrics
from topics.raw import Place, RawAction, RawReport

CHANNEL = "sim-app311"
PATIENCE_S = 60.0


class Voice:
    """What one program says at its port."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def get(self, path: str) -> httpx.Response:
        address = re.findall(r"answers at (http://\S+)/metrics", self._program.log.read_text())[-1]
        return httpx.get(f"{address}{path}", timeout=10)

    def families(self) -> dict[str, Metric]:
        return {family.name: family for family in text_string_to_metric_families(self.get("/metrics").text)}

    def values(self) -> dict[tuple[str, ...], float]:
        """Every sample of ours by its name and the values of its labels, in the order of the list."""
        families = self.families()
        return {
            (sample.name, *(sample.labels[label] for label in metric.labels)): sample.value
            for metric in metrics()
            for sample in getattr(families.get(metric.name.removesuffix("_total")), "samples", ())
        }

    def missing(self) -> list[str]:
        """What /readyz misses; empty where it says 200."""
        answer = self.get("/readyz")
        missing: list[str] = answer.json()["missing"]
        assert (answer.status_code, answer.json()["ok"]) == ((503, False) if missing else (200, True))
        return missing


def until(holds: Callable[[], None], patience_s: float = PATIENCE_S) -> None:
    """Wait until a check passes; at the deadline it fails as it does."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            return holds()
        except (AssertionError, IndexError, httpx.TransportError):
            time.sleep(0.2)
    return holds()


def report(ref: str, place: int, at: datetime, reporter: str = "", text: str = "A hole in the road.") -> RawReport:
    """A pothole; places are a kilometre apart."""
    return RawReport(
        channel=CHANNEL,
        channel_ref=ref,
        occurred_at=at,
        received_at=at,
        text=text,
        category="Pothole",
        place=Place(latitude=42.0 + place / 100, longitude=-71.0),
        reporter=reporter or ref,
    )


def action(name: str, ref: str, at: datetime) -> RawAction:
    return RawAction(action=name, occurred_at=at, channel=CHANNEL, channel_ref=ref, unit="roads")


def day(now: datetime) -> list[RawReport | RawAction | bytes]:
    """Six cases long overdue, two due soon, whose citizens nobody called, four fresh; the rest happens to these."""
    fresh, soon, old = now - timedelta(minutes=1), now - timedelta(hours=3.5), now - timedelta(days=365)
    strange = report("x", 90, fresh).model_copy(update={"channel": "pigeon-post"})
    return [
        *(report(f"old-{n}", n, old) for n in range(6)),
        *(report(f"soon-{n}", 10 + n, soon) for n in range(2)),
        *(report(f"fresh-{n}", 20 + n, fresh) for n in range(4)),
        *(report(f"neighbour-{n}", 20, fresh) for n in range(3)),
        report("again", 21, fresh, reporter="fresh-1"),
        *(report("fresh-2", 22, fresh) for _ in range(2)),
        report("fresh-3", 23, fresh, text="A deep hole in the road."),
        strange,
        b"{",
        b"{{",
        action("dispatch", "fresh-0", now),
        action("resolve", "fresh-1", now),
        action("resolve", "fresh-1", now),
        action("applaud", "fresh-1", now),
    ]


def send(town: Town, messages: Iterable[RawReport | RawAction | bytes]) -> None:
    """Publish, each to its raw topic; bytes are reports that nobody can read."""
    with closing(KafkaProducer(**town.kafka.cluster.client(), enable_idempotence=True)) as producer:
        for sent in [_send(producer, one) for one in messages]:
            sent.get(30)


def _send(producer: KafkaProducer, one: RawReport | RawAction | bytes) -> Future:
    if isinstance(one, bytes):
        return producer.send(full_name(SITE, RawReport.TOPIC), one)
    return producer.send(full_name(SITE, one.TOPIC), one.to_bytes(), key=one.key.encode())
