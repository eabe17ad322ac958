"""Puts a policy into force: one PolicyChange into every inbox."""

from typing import Any, NamedTuple

from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

from deploy.admin import list_topics
from deploy.errors import SetupError
from topics.catalog import MESSAGE_BYTES, full_name
from topics.cluster import Cluster
from topics.inbox import ClockSetting, PolicyChange
from topics.policy import Policy, Scope

_TRANSACTION_MS = 10_000


class Published(NamedTuple):
    """Where the policy of one scope stands in the inbox."""

    scope: str
    partition: int
    offset: int


def publish_policy(cluster: Cluster, site: str, policy: Policy, clock: ClockSetting) -> list[Published]:
    """Write `policy` and `clock` to the inbox partition of each of its scopes: to all of them or, on error, to none.

    Raises SetupError when the inbox is missing, too small for the scopes, or the policy too large for a message.
    """
    _check_room(cluster, site, policy)
    producer = KafkaProducer(
        **cluster.client(),
        transactional_id=f"{site}.policy",
        transaction_timeout_ms=_TRANSACTION_MS,
        max_request_size=MESSAGE_BYTES,
    )
    try:
        producer.init_transactions()
        return _publish(producer, full_name(site, PolicyChange.TOPIC), policy, clock)
    finally:
        producer.close()


def _publish(producer: KafkaProducer, inbox: str, policy: Policy, clock: ClockSetting) -> list[Published]:
    producer.begin_transaction()
    try:
        sent = [(scope, _send(producer, inbox, scope, policy, clock)) for scope in policy.scopes]
        producer.commit_transaction()
    except MessageSizeTooLargeError as error:
        producer.abort_transaction()
        limit = MESSAGE_BYTES // 1024 // 1024
        raise SetupError(f"the policy is larger than {limit} MB: shorten its lists of words ({error})") from error
    except BaseException:
        producer.abort_transaction()
        raise
    return [Published(scope.scope, scope.partition, future.get().offset) for scope, future in sent]


def _send(producer: KafkaProducer, inbox: str, scope: Scope, policy: Policy, clock: ClockSetting) -> Any:
    change = PolicyChange(scope=scope.scope, policy=policy, clock=clock)
    return producer.send(inbox, key=change.key.encode(), value=change.to_bytes(), partition=scope.partition)


def _check_room(cluster: Cluster, site: str, policy: Policy) -> None:
    room = next(t.partitions for t in list_topics(cluster, site) if t.spec.name == PolicyChange.TOPIC)
    if not room:
        raise SetupError(f"site {site} has no inbox on this Kafka: make its topics first (jiesu topics create)")
    for scope in policy.scopes:
        if scope.partition >= room:
            raise SetupError(
                f"scope {scope.scope} stands on inbox partition {scope.partition}, but site {site} has partitions "
                f"0 to {room - 1}: correct the scope's partition in the policy"
            )
