"""Reads an action as a person writes it, and puts it where handling systems put theirs."""

from collections.abc import Mapping
from contextlib import closing

from kafka import KafkaProducer
from kafka.errors import KafkaError
from pydantic import ValidationError

from deploy.errors import SetupError
from topics.catalog import full_name
from topics.cluster import Cluster
from topics.errors import Unavailable
from topics.model import Source
from topics.raw import RawAction

_PATIENCE_S = 30.0


def read_action(target: str, said: Mapping[str, object]) -> RawAction:
    """An action on a case, named by its id or by CHANNEL/REFERENCE of a report, of what a person says: fields of a
    RawAction, `extend_by` as in '3 working_days'. Raises SetupError.
    """
    channel, _, reference = target.partition("/")
    named = {"channel": channel, "channel_ref": reference} if reference else {"case_id": target}
    amount, _, unit = str(said.get("extend_by", "")).partition(" ")
    by = {"extend_by": {"amount": amount, "unit": unit.strip()} if amount else None}
    try:
        return RawAction.model_validate({**named, **said, **by})
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SetupError(f"the action cannot be sent ({what}): correct it") from error


def send_action(cluster: Cluster, site: str, action: RawAction) -> Source:
    """Write an action to `actions.raw`; returns where it stands there. Raises Unavailable."""
    topic = full_name(site, RawAction.TOPIC)
    with closing(KafkaProducer(**cluster.client(), acks="all", enable_idempotence=True)) as producer:
        try:
            kept = producer.send(topic, action.to_bytes(), key=action.key.encode()).get(_PATIENCE_S)
        except KafkaError as error:
            raise Unavailable(f"Kafka did not take the action ({error}): do it again when it is back") from error
    return Source(topic=kept.topic, partition=kept.partition, offset=kept.offset)
