"""Bad input by every way in, through the whole stream: each a dead letter with its own reason, and nothing lost."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from kafka import KafkaProducer
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from deploy.policyfile import load_policy
from sinks.clickhouse.ask import ask
from streams.runtime.clock import wall
from tests.chaos.evidence import committed_records
from tests.chaos.programs import Program
from tests.chaos.town import CLI, SITE, Town
from tests.pipeline.bad_kinds import KINDS, Kind, documents, neighbours
from topics.catalog import DOCUMENT_BYTES, RAW_MESSAGE_BYTES, full_name
from topics.inbox import ClockSetting
from topics.reasons import Reason

pytestmark = pytest.mark.kafka
POLICY = Path(__file__).parents[2] / "deploy" / "policies" / "demo"
RAW = ("reports.raw", "actions.raw")
WAYS = 3
LINES = {"content-type": "application/x-ndjson"}
NO_VALUE = Kind("no value", "reports.raw", b"", Reason.NO_VALUE, "raw topics know no deletion")
HUGE = Kind("20 MB that were compressed", "reports.raw", b"x" * 20_000_000, Reason.TOO_LARGE, "20,000,000 bytes, more")
BY_KAFKA_ALONE = (NO_VALUE, HUGE)


class Seen(NamedTuple):
    """What stood where at the end: raw values, kept bytes and dead letters by coordinates, sources in the inbox."""

    raw: dict[str, bytes | None]
    kept: dict[str, bytes]
    letters: dict[str, dict[str, Any]]
    inbox: list[str]
    answers: dict[str, dict[str, Any]]
    away: httpx.Response
    tables: dict[str, int]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, kafka_jars: Path) -> Iterator[Seen]:
    town, now = Town(tmp_path_factory.mktemp("town"), kafka_jars, POLICY), wall()
    door = Program("http", (*CLI, "run", "http"), {}, town.folder / "http.log")
    try:
        town.open(load_policy(POLICY), ClockSetting(epoch=now, start=now))
        env = {**town.env(), "JIESU_HTTP_PORT": "0", "JIESU_HTTP_WAIT_S": "3"}
        door = Program("http", (*CLI, "run", "http"), env, door.log)
        door.start()
        feeds = [feed_file(town, topic) for topic in RAW]
        send_to_kafka(town)
        assert [feed.wait(60) for feed in feeds] == [0, 0], [feed.tail() for feed in feeds]
        with httpx.Client(base_url=address(door), timeout=30) as client:
            answers = {topic: post(client, topic).json() for topic in RAW}
            away = while_kafka_is_away(town, client)
            assert post(client, "actions.raw").status_code == 200
        door.stop()
        assert door.status == 0, door.tail()
        town.drain()
        yield look(town, answers, away)
    finally:
        door.kill()
        town.close()


def feed_file(town: Town, topic: str) -> Program:
    file = town.folder / f"{topic}.jsonl"
    file.write_bytes(b"\n".join(documents(topic)) + b"\n\n")
    return town.feed(file, topic)


def send_to_kafka(town: Town) -> None:
    options = {**town.kafka.cluster.client(), "max_request_size": 2 * RAW_MESSAGE_BYTES, "compression_type": "lz4"}
    with closing(KafkaProducer(**options)) as producer:
        for topic in RAW:
            for document in documents(topic):
                producer.send(full_name(SITE, topic), document)
        producer.send(full_name(SITE, "reports.raw"), None, key=b"no value")
        producer.send(full_name(SITE, "reports.raw"), HUGE.document)
        producer.flush()


def post(client: httpx.Client, topic: str) -> httpx.Response:
    body = b"\n".join(documents(topic))
    return client.post(f"/v1/{topic.removesuffix('.raw')}", content=body, headers=LINES)


def while_kafka_is_away(town: Town, client: httpx.Client) -> httpx.Response:
    """The answer while the broker is down; returns once the broker is back and the door has found it."""
    town.kafka.stop()
    away = client.post("/v1/actions", content=b"{}")
    town.kafka.start()
    again = retry_if_result(lambda response: response.status_code == 503)
    back = Retrying(retry=again, wait=wait_fixed(0.2), stop=stop_after_delay(60))(
        lambda: client.post("/v1/actions", content=neighbours("actions.raw")[0])
    )
    assert back.status_code == 200, back.text
    return away


def address(door: Program) -> str:
    """Where the door says that it listens."""
    said = re.compile(r"running on (http://[0-9.:]+)")
    again = retry_if_result(lambda found: found is None)
    found = Retrying(retry=again, wait=wait_fixed(0.1), stop=stop_after_delay(60))(lambda: said.search(door.tail()))
    assert found is not None
    return found[1]


def look(town: Town, answers: dict[str, Any], away: httpx.Response) -> Seen:
    cluster = town.kafka.bootstrap
    raw = {f"{t}/{r.partition}/{r.offset}": r.value for t in RAW for r in committed_records(cluster, SITE, t)}
    inbox = [json.loads(record.value) for record in committed_records(cluster, SITE, "inbox")]
    kept = {record.key.decode(): record.value for record in committed_records(cluster, SITE, "dead.raw")}
    letters = {"{source_topic}/{source_partition}/{source_offset}".format(**row): row for row in rows(town, LETTERS)}
    sources = ["{topic}/{partition}/{offset}".format(**one["source"]) for one in inbox if "source" in one]
    (tables,) = rows(town, TABLES)
    return Seen(raw, kept, letters, sources, answers, away, {name: int(n) for name, n in tables.items()})


LETTERS = "SELECT * FROM dead_letters FINAL WHERE stage = 'intake'"
TABLES = "SELECT count() AS reports, sum(redeliveries) AS redeliveries FROM reports FINAL"


def rows(town: Town, query: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ask(town.tables, query, "JSONEachRow").splitlines()]


def kind_of(value: bytes | None) -> Kind | None:
    return next((kind for kind in (*KINDS, *BY_KAFKA_ALONE) if (value or b"") == kind.document), None)


def test_the_kinds_are_many_and_their_bytes_differ() -> None:
    assert len({kind.reason for kind in KINDS}) >= 20
    assert len({kind.document for kind in KINDS}) == len(KINDS)


def test_everything_sent_is_on_the_raw_topics_byte_for_byte(seen: Seen) -> None:
    sent = Counter(one for _ in range(WAYS) for one in documents("reports.raw"))
    sent.update([None, HUGE.document])  # type: ignore[list-item]
    assert Counter(value for place, value in seen.raw.items() if place.startswith("reports")) == sent
    actions = Counter(one for _ in range(WAYS + 1) for one in documents("actions.raw"))
    actions[neighbours("actions.raw")[0]] += 1
    got = Counter(value for place, value in seen.raw.items() if place.startswith("actions"))
    assert {one: got[one] >= count for one, count in actions.items()} == dict.fromkeys(actions, True)
    assert got.keys() - actions.keys() <= {b"{}"}


@pytest.mark.feature("reports.bad-input")
@pytest.mark.parametrize("kind", [*KINDS, *BY_KAFKA_ALONE], ids=lambda kind: kind.name or "says nothing")
def test_each_is_a_dead_letter_with_its_reason_its_sentence_and_its_bytes(seen: Seen, kind: Kind) -> None:
    places = [place for place, value in seen.raw.items() if kind_of(value) is kind]
    assert len(places) >= (1 if kind in BY_KAFKA_ALONE else WAYS)
    for place in places:
        letter = seen.letters[place]
        assert letter["reason"] == kind.reason
        assert kind.words in letter["sentence"]
        assert "张三" not in letter["excerpt"]
        assert seen.kept[place] == kind.document[:DOCUMENT_BYTES]


def test_the_stream_goes_on_and_the_counts_add_up(seen: Seen) -> None:
    bad = {place for place, value in seen.raw.items() if kind_of(value) or value == b"{}"}
    assert seen.letters.keys() == seen.kept.keys() == bad
    assert sorted(seen.inbox) == sorted(seen.raw.keys() - bad)


@pytest.mark.feature("reports.identity")
def test_what_comes_again_moves_a_counter_only(seen: Seen) -> None:
    reports = len(neighbours("reports.raw"))
    assert seen.tables == {"reports": reports, "redeliveries": (WAYS - 1) * reports}


@pytest.mark.feature("doors.http")
@pytest.mark.parametrize("topic", RAW)
def test_the_door_says_beforehand_what_will_become_of_each_document(seen: Seen, topic: str) -> None:
    answer = seen.answers[topic]
    kinds = [kind_of(document) for document in documents(topic)]
    assert [one["document"] for one in answer["documents"]] == list(range(len(kinds)))
    assert answer["dead_letters"] == sum(kind is not None for kind in kinds)
    assert answer["taken"] == len(neighbours(topic))
    for one, kind in zip(answer["documents"], kinds, strict=True):
        place = "{topic}/{partition}/{offset}".format(**one)
        assert seen.raw[place] == documents(topic)[one["document"]]
        assert (one["status"], one.get("reason")) == (("dead_letter", kind.reason) if kind else ("taken", None))
        assert one.get("sentence") == (seen.letters[place]["sentence"] if kind else None)


@pytest.mark.feature("doors.http")
def test_while_kafka_is_away_the_door_says_when_to_come_again(seen: Seen) -> None:
    assert seen.away.status_code == 503
    assert seen.away.headers["retry-after"] == "5"
    assert "send the same again in 5 s" in seen.away.json()["error"]
