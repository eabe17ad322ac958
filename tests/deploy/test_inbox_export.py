import time
from collections.abc import Iterable
from pathlib import Path

import orjson
import pytest
from kafka import KafkaProducer

from deploy.admin import create_topics
from deploy.errors import SetupError
from deploy.inbox_export import DeadLine, Exported, InboxLine, export_inbox, read_export
from tests.deploy.samples import dead_letter, tick
from topics.catalog import full_name
from topics.cluster import Cluster


def transaction(broker: Cluster, site: str, records: Iterable[tuple[str, int, bytes | None]], commit: bool) -> None:
    """Send (topic, partition, value) in one transaction, kept or not."""
    producer = KafkaProducer(**broker.client(), transactional_id=f"{site}.test")
    producer.init_transactions()
    producer.begin_transaction()
    for topic, partition, value in records:
        producer.send(full_name(site, topic), key=b"k", value=value, partition=partition)
    producer.flush()
    producer.commit_transaction() if commit else producer.abort_transaction()
    producer.close()


def inbox(partition: int, *values: bytes | None) -> list[tuple[str, int, bytes | None]]:
    return [("inbox", partition, value) for value in values]


def test_committed_records_stand_in_the_file_byte_for_byte(broker: Cluster, site: str, tmp_path: Path) -> None:
    create_topics(broker, site, 1, 3)
    odd_spacing = b'{ "kind":"tick",  "x":1.50, "value":{"a":[]}}'
    values = [tick("a", 1).to_bytes(), odd_spacing, tick("a", 2).to_bytes()]
    began = time.time_ns() // 1_000_000
    transaction(broker, site, inbox(0, *values), commit=True)
    transaction(broker, site, inbox(0, b'{"never":1}'), commit=False)
    transaction(broker, site, inbox(2, tick("c", 1).to_bytes()), commit=True)
    assert export_inbox(broker, site, tmp_path / "inbox.jsonl") == Exported(4, 0)
    ended = time.time_ns() // 1_000_000
    lines = [line for line in read_export(tmp_path / "inbox.jsonl") if isinstance(line, InboxLine)]
    assert [(line.partition, line.offset) for line in lines] == [(0, 0), (0, 1), (0, 2), (2, 0)]
    assert [line.value for line in lines] == [*values, tick("c", 1).to_bytes()]
    assert all(began <= line.appended_at <= ended for line in lines)


def test_the_file_is_json_lines_for_anybody(broker: Cluster, site: str, tmp_path: Path) -> None:
    create_topics(broker, site, 1, 1)
    transaction(broker, site, inbox(0, tick("a", 1).to_bytes(), b"\xff\x00"), commit=True)
    letters = [("dead_letters", 0, dead_letter("intake", 7).to_bytes())]
    transaction(broker, site, letters, commit=True)
    export_inbox(broker, site, tmp_path / "inbox.jsonl")
    first, second, third = map(orjson.loads, (tmp_path / "inbox.jsonl").read_bytes().splitlines())
    assert first | {"appended_at": 0} == {
        "topic": "inbox",
        "partition": 0,
        "offset": 0,
        "appended_at": 0,
        "value": {"kind": "tick", "scope": "a", "now": "2026-03-02T09:01:00Z"},
    }
    assert second["value"] == {"raw": "/wA="}
    assert third == {"topic": "dead_letters", "value": orjson.loads(dead_letter("intake", 7).to_bytes())}


@pytest.mark.parametrize("value", [b"not json", b"\xff", b"", None, b"[1]", b'{\n"a":1}', b'{"raw":"not base64"}'])
def test_bytes_that_are_no_line_of_json_come_back_too(
    broker: Cluster, site: str, tmp_path: Path, value: bytes | None
) -> None:
    create_topics(broker, site, 1, 1)
    transaction(broker, site, inbox(0, value), commit=True)
    export_inbox(broker, site, tmp_path / "inbox.jsonl")
    assert [line.value for line in read_export(tmp_path / "inbox.jsonl")] == [value or b""]


def test_of_dead_letters_only_those_of_intake_are_kept(broker: Cluster, site: str, tmp_path: Path) -> None:
    create_topics(broker, site, 1, 2)
    letters = [dead_letter("intake", 1), dead_letter("casework", 2), dead_letter("intake", 3)]
    sent = [("dead_letters", at % 2, letter.to_bytes()) for at, letter in enumerate(letters)]
    transaction(broker, site, sent, commit=True)
    transaction(broker, site, [("dead_letters", 0, dead_letter("intake", 4).to_bytes())], commit=False)
    assert export_inbox(broker, site, tmp_path / "inbox.jsonl") == Exported(0, 2)
    kept = list(read_export(tmp_path / "inbox.jsonl"))
    assert kept == [DeadLine(letters[0].to_bytes()), DeadLine(letters[2].to_bytes())]


def test_an_inbox_of_many_records_comes_whole_and_twice_the_same(broker: Cluster, site: str, tmp_path: Path) -> None:
    create_topics(broker, site, 1, 2)
    for start in range(0, 12_000, 3_000):
        records = [("inbox", n % 2, b'{"n":%d}' % n) for n in range(start, start + 3_000)]
        transaction(broker, site, records, commit=start != 6_000)
    for name in ("one", "two"):
        assert export_inbox(broker, site, tmp_path / name) == Exported(9_000, 0)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    numbers = sorted(orjson.loads(line.value)["n"] for line in read_export(tmp_path / "one"))
    assert numbers == [*range(6_000), *range(9_000, 12_000)]


def test_a_site_without_topics_leaves_no_file(broker: Cluster, site: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"no topic inbox.*check the site's name"):
        export_inbox(broker, site, tmp_path / "inbox.jsonl")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("line", ["{}", "", '{"topic":"inbox","value":{}}', '{"topic":"inbox","partition":0,"val'])
def test_another_file_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"topic":"dead_letters","value":{}}\n' + line + "\n")
    with pytest.raises(SetupError, match=r"other\.jsonl, line 2 is not of an inbox export"):
        list(read_export(path))
