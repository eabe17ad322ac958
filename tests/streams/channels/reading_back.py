"""What stands on a topic for readers of committed transactions."""

from kafka import KafkaConsumer, TopicPartition

from topics.catalog import full_name
from topics.cluster import Cluster


def committed(broker: Cluster, site: str, topic: str) -> list[tuple[bytes, bytes]]:
    """Key and value of every committed record of all partitions."""
    consumer = KafkaConsumer(**broker.client(), isolation_level="read_committed", enable_auto_commit=False)
    name = full_name(site, topic)
    try:
        parts = [TopicPartition(name, p) for p in consumer.partitions_for_topic(name)]
        consumer.assign(parts)
        consumer.seek_to_beginning(*parts)
        ends = consumer.end_offsets(parts)
        found: list[tuple[bytes, bytes]] = []
        while any(consumer.position(p) < ends[p] for p in parts):
            for records in consumer.poll(timeout_ms=500).values():
                found += [(r.key, r.value) for r in records]
        return found
    finally:
        consumer.close(autocommit=False)
