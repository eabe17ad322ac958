"""Topics on a broker: made from the one list, and listed beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from kafka import KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from deploy.errors import SetupError
from topics.catalog import TOPICS, Cleanup, Partitions, TopicSpec, full_name
from topics.cluster import Cluster

_ANSWER_MS = 5_000
_FOR_EVER = -1
_COMPACTED = {
    # restore reads these topics whole: compact early, in segments that close soon
    "segment.bytes": 64 * 1024 * 1024,
    "segment.ms": timedelta(hours=6),
    "min.cleanable.dirty.ratio": 0.2,
    "delete.retention.ms": timedelta(days=1),
}


class TopicState(NamedTuple):
    """A topic of the list as the broker has it: `partitions` is 0 where it is absent."""

    name: str
    partitions: int
    created: bool
    spec: TopicSpec


@contextmanager
def connected(cluster: Cluster) -> Iterator[KafkaAdminClient]:
    """An admin client of a Kafka. Raises SetupError when none answers there."""
    try:
        admin = KafkaAdminClient(**cluster.client(), bootstrap_timeout_ms=_ANSWER_MS)
    except KafkaError as error:
        raise SetupError(
            f"no Kafka answers at {cluster}: start it, or correct JIESU_KAFKA, or what lets us in "
            f"(JIESU_KAFKA_PROTOCOL, _MECHANISM, _USER, _PASSWORD, _CA, _CERTIFICATE, _KEY). {error}"
        ) from error
    try:
        yield admin
    finally:
        admin.close()


def create_topics(cluster: Cluster, site: str, raw_partitions: int, scope_partitions: int) -> list[TopicState]:
    """Make the topics of `site` that are not there yet; the state of all of them, in the order of the list.

    Raises SetupError when a topic exists with other partitions (they never change), or when Kafka refuses.
    """
    wanted = {Partitions.RAW: raw_partitions, Partitions.SCOPES: scope_partitions}
    with connected(cluster) as admin:
        before = _partitions(admin)
        _refuse_other_partitions(before, site, wanted)
        new = {full_name(site, s.name): s for s in TOPICS if full_name(site, s.name) not in before}
        if new:
            _create(admin, {name: _request(spec, wanted[spec.partitions]) for name, spec in new.items()})
        after = _partitions(admin)
        _refuse_other_partitions(after, site, wanted)
    return [TopicState(name, after[name], name in new, spec) for name, spec in _named(site)]


def list_topics(cluster: Cluster, site: str) -> list[TopicState]:
    """The topics of the list as `site` has them on the broker, absent ones included. Raises SetupError."""
    with connected(cluster) as admin:
        there = _partitions(admin)
    return [TopicState(name, there.get(name, 0), False, spec) for name, spec in _named(site)]


def topic_configs(spec: TopicSpec) -> dict[str, str]:
    """Kafka's settings for one topic of the list."""
    keeps = _FOR_EVER if spec.retention_days is None else timedelta(days=spec.retention_days)
    configs: dict[str, object] = {
        "cleanup.policy": spec.cleanup,
        "retention.ms": keeps,
        "max.message.bytes": spec.max_bytes,
        "message.timestamp.type": "LogAppendTime" if spec.append_time else "CreateTime",
        **(_COMPACTED if spec.cleanup is Cleanup.COMPACT else {}),
    }
    return {key: _text(value) for key, value in configs.items()}


def _text(value: object) -> str:
    return str(value // timedelta(milliseconds=1)) if isinstance(value, timedelta) else str(value)


def _named(site: str) -> list[tuple[str, TopicSpec]]:
    return [(full_name(site, spec.name), spec) for spec in TOPICS]


def _partitions(admin: KafkaAdminClient) -> dict[str, int]:
    return {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}


def _refuse_other_partitions(there: dict[str, int], site: str, wanted: dict[Partitions, int]) -> None:
    for name, spec in _named(site):
        want = wanted[spec.partitions]
        if there.get(name, want) != want:
            raise SetupError(
                f"topic {name} has {there[name]} partitions, not {want}: they cannot change once messages are in. "
                f"Ask for {there[name]}, or choose another site name"
            )


def _request(spec: TopicSpec, partitions: int) -> dict[str, object]:
    return {"num_partitions": partitions, "replication_factor": -1, "configs": topic_configs(spec)}


def _create(admin: KafkaAdminClient, requests: dict[str, dict[str, object]]) -> None:
    made = admin.create_topics(requests, raise_errors=False)
    for topic in made["topics"]:
        # another process may have made it in the meantime
        if topic["error_code"] not in (0, TopicAlreadyExistsError.errno):
            refusal = topic.get("error_message") or for_code(topic["error_code"]).__name__
            raise SetupError(f"Kafka did not make topic {topic['name']}: {refusal}. Correct this and run again")
    admin.wait_for_topics(list(requests))
