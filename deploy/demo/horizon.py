"""How far a run came: the last tick of every scope, as its memory on Kafka has it."""

from contextlib import closing

from kafka import KafkaConsumer, TopicPartition

from deploy.demo.audit.known import Horizon
from deploy.errors import SetupError
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.memory import LastTick, read_book
from topics.policy import Policy

_POLL_MS = 500
_SILENT_POLLS = 20


def last_ticks(cluster: Cluster, site: str, policy: Policy) -> dict[str, Horizon]:
    """The last tick of every scope of a stream whose casework has stopped. Raises SetupError."""
    topic = full_name(site, LastTick.TOPIC)
    found: dict[str, Horizon] = {}
    with closing(KafkaConsumer(**cluster.client(), isolation_level="read_committed")) as consumer:
        for scope in policy.scopes:
            for value in _values(consumer, TopicPartition(topic, scope.partition)):
                record = read_book(value)
                if isinstance(record, LastTick):
                    found[record.scope] = Horizon(record.now, record.stamp.offset)
    if lacking := {scope.scope for scope in policy.scopes} - found.keys():
        raise SetupError(f"no tick of {', '.join(sorted(lacking))}: let the demo run longer, as in --for 60s")
    return found


def _values(consumer: KafkaConsumer, part: TopicPartition) -> list[bytes]:
    """All that stands in a partition now."""
    consumer.assign([part])
    consumer.seek_to_beginning(part)
    end = consumer.end_offsets([part])[part]
    values: list[bytes] = []
    silent = 0
    while (before := consumer.position(part)) < end:
        values += [record.value for record in consumer.poll(_POLL_MS).get(part, ()) if record.value is not None]
        silent = silent + 1 if consumer.position(part) == before else 0
        if silent == _SILENT_POLLS:
            raise SetupError(f"Kafka gives nothing of {part.topic}: is it well? See its log beside the demo's data")
    return values
