import time

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource

from deploy.admin import create_topics, list_topics, topic_configs
from deploy.errors import SetupError
from topics.catalog import MEMORY, TOPICS, Partitions, full_name
from topics.cluster import Cluster

DAY_MS = 24 * 60 * 60 * 1000


def configs_of(broker: Cluster, topic: str) -> dict[str, str]:
    admin = KafkaAdminClient(**broker.client())
    found = admin.describe_configs([ConfigResource("TOPIC", topic)])["topic"][topic]
    admin.close()
    return {name: config["value"] for name, config in found.items()}


def test_every_topic_of_the_list_is_made_once(broker: Cluster, site: str) -> None:
    assert {t.partitions for t in list_topics(broker, site)} == {0}
    made = create_topics(broker, site, raw_partitions=2, scope_partitions=3)
    assert [t.spec for t in made] == list(TOPICS)
    assert all(t.created and t.name == full_name(site, t.spec.name) for t in made)
    assert {(t.spec.partitions, t.partitions) for t in made} == {(Partitions.RAW, 2), (Partitions.SCOPES, 3)}
    again = create_topics(broker, site, raw_partitions=2, scope_partitions=3)
    assert again == list_topics(broker, site) == [t._replace(created=False) for t in made]


def test_topics_that_are_missing_are_added(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)
    admin = KafkaAdminClient(**broker.client())
    admin.delete_topics([full_name(site, "notices")])
    admin.close()
    deadline = time.monotonic() + 20
    while any(t.partitions for t in list_topics(broker, site) if t.spec.name == "notices"):  # it goes in its own time
        assert time.monotonic() < deadline
    assert [t.spec.name for t in create_topics(broker, site, 1, 1) if t.created] == ["notices"]


def test_other_partitions_are_refused_before_anything_is_made(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 2)
    with pytest.raises(SetupError, match=r"inbox has 2 partitions, not 4.*Ask for 2"):
        create_topics(broker, site, 1, 4)
    assert {t.partitions for t in list_topics(broker, site)} == {1, 2}


def test_kafka_keeps_what_the_list_says(broker: Cluster, site: str) -> None:
    create_topics(broker, site, 1, 1)
    for spec in TOPICS:
        assert topic_configs(spec).items() <= configs_of(broker, full_name(site, spec.name)).items()
    inbox = configs_of(broker, full_name(site, "inbox"))
    assert (inbox["message.timestamp.type"], inbox["retention.ms"]) == ("LogAppendTime", "-1")
    assert configs_of(broker, full_name(site, "reports.raw"))["retention.ms"] == str(30 * DAY_MS)
    assert {configs_of(broker, full_name(site, name))["cleanup.policy"] for name in MEMORY} == {"compact"}


def test_a_site_name_that_kafka_refuses_is_said(broker: Cluster) -> None:
    with pytest.raises(SetupError, match=r"did not make topic 区\.reports\.raw"):
        create_topics(broker, "区", 1, 1)


def test_no_kafka_is_said() -> None:
    with pytest.raises(SetupError, match=r"no Kafka answers at 127\.0\.0\.1:1: start it"):
        list_topics(Cluster(bootstrap="127.0.0.1:1"), "jiesu")
