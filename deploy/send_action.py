"""Puts one action where handling systems put theirs."""

from contextlib import closing

from kafka import KafkaProducer
from kafka.errors import KafkaError

from topics.catalog import full_name
from topics.cluster import Cluster
from topics.errors import Unavailable
from topics.model import Source
from topics.raw import RawAction

_PATIENCE_S = 30.0


def send_action(cluster: Cluster, site: str, action: RawAction) -> Source:
    """Write an action to `actions.raw`; returns where it stands there. Raises Unavailable."""
    topic = full_name(site, RawAction.TOPIC)
    with closing(KafkaProducer(**cluster.client(), acks="all", enable_idempotence=True)) as producer:
        try:
            kept = producer.send(topic, action.to_bytes(), key=action.key.encode()).get(_PATIENCE_S)
        except KafkaError as error:
            raise Unavailable(f"Kafka did not take the action ({error}): do it again when it is back") from error
    return Source(topic=kept.topic, partition=kept.partition, offset=kept.offset)
