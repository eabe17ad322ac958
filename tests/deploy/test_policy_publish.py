import pytest
from kafka import KafkaConsumer, TopicPartition

from deploy.admin import create_topics
from deploy.errors import SetupError
from deploy.policy_publish import publish_policy
from tests.deploy.samples import CLOCK, policy
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.inbox import PolicyChange, read_inbox


def inbox_of(broker: Cluster, site: str, partitions: int) -> list[tuple[int, bytes, bytes]]:
    consumer = KafkaConsumer(**broker.client(), isolation_level="read_committed", enable_auto_commit=False)
    parts = [TopicPartition(full_name(site, "inbox"), p) for p in range(partitions)]
    consumer.assign(parts)
    consumer.seek_to_beginning(*parts)
    ends = consumer.end_offsets(parts)
    found = []
    while any(consumer.position(part) < ends[part] for part in parts):
        found += [(r.partition, r.key, r.value) for batch in consumer.poll(500).values() for r in batch]
    consumer.close()
    return sorted(found)


def test_each_scope_gets_the_policy_in_its_own_inbox(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 3)
    south_north = policy(("south", 2), ("north", 0))
    published = publish_policy(broker, site, south_north, CLOCK)
    assert [(p.scope, p.partition, p.offset) for p in published] == [("south", 2, 0), ("north", 0, 0)]
    records = inbox_of(broker, site, 3)
    assert [(partition, key) for partition, key, _ in records] == [(0, b"policy"), (2, b"policy")]
    assert [read_inbox(value) for *_, value in records] == [
        PolicyChange(scope="north", policy=south_north, clock=CLOCK),
        PolicyChange(scope="south", policy=south_north, clock=CLOCK),
    ]


def test_a_long_policy_goes_through(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)
    publish_policy(broker, site, policy(("one", 0), words=tuple(f"词{n:06}" for n in range(400_000))), CLOCK)
    assert [len(value) > 4_000_000 for *_, value in inbox_of(broker, site, 1)] == [True]


def test_a_policy_larger_than_a_message_is_refused(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)
    huge = policy(("one", 0), words=tuple(f"词{n:06}" for n in range(800_000)))
    with pytest.raises(SetupError, match="larger than 8 MB: shorten"):
        publish_policy(broker, site, huge, CLOCK)
    assert inbox_of(broker, site, 1) == []


def test_a_scope_beyond_the_inbox_is_refused_and_nothing_is_written(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 2)
    with pytest.raises(SetupError, match=r"far stands on inbox partition 2, but .* partitions 0 to 1"):
        publish_policy(broker, site, policy(("near", 0), ("far", 2)), CLOCK)
    assert inbox_of(broker, site, 2) == []


def test_without_topics_it_says_how_to_make_them(broker: Cluster, site: str) -> None:
    with pytest.raises(SetupError, match="jiesu topics create"):
        publish_policy(broker, site, policy(("one", 0)), CLOCK)
