"""Quix Streams: a StreamingDataFrame grouped by scope, its memory in Quix's state (RocksDB), exactly once.

python -m tests.bench.sides.quix BOOTSTRAP SITE POLICY_FOLDER SCRATCH_FOLDER
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quixstreams import Application, State, message_context
from quixstreams.models import SerializationContext, Serializer

from streams.processors.work import Outgoing
from tests.bench.events import Admitted, Rules
from tests.bench.preload import RAW
from topics.catalog import FACTS, full_name


class FactSerializer(Serializer):
    """The bytes of a fact are made already."""

    def __call__(self, value: Outgoing, ctx: SerializationContext) -> bytes | None:
        """Those bytes."""
        return value.value


class Side:
    """The two steps of the pipeline."""

    def __init__(self, site: str, policy: Path) -> None:
        self._site, self._rules = site, Rules(policy)

    def admit(self, value: bytes, _key: bytes, millis: int, _headers: object) -> list[Admitted]:
        """Intake."""
        said = message_context()
        topic = said.topic.removeprefix(f"{self._site}.")
        _, record = self._rules.admit(topic, said.partition, said.offset, millis, value)
        return [record] if record else []

    def fold(self, record: Admitted, state: State) -> Iterator[Outgoing]:
        """Casework: facts go on, memory is kept."""
        for said in self._rules.fold(record):
            key = f"{said.topic}/{said.key.decode()}"
            if said.topic in FACTS:
                yield said
            elif said.value is None:
                state.delete(key)
            else:
                state.set_bytes(key, said.value)


def main(bootstrap: str, site: str, policy: str, scratch: str) -> None:
    """Run until it is told to end."""
    app = Application(
        bootstrap,
        consumer_group=f"{site}.quix",
        auto_offset_reset="earliest",
        state_dir=Path(scratch),
        processing_guarantee="exactly-once",
        loglevel="WARNING",
    )
    side = Side(site, Path(policy))
    raw: dict[str, Any] = {"key_deserializer": "bytes", "value_deserializer": "bytes"}
    reports, actions = (app.dataframe(app.topic(full_name(site, topic), **raw)) for topic in RAW)
    made: dict[str, Any] = {"key_serializer": "bytes", "value_serializer": FactSerializer()}
    facts = {fact: app.topic(full_name(site, fact), **made) for fact in FACTS}
    admitted = reports.concat(actions).apply(side.admit, expand=True, metadata=True)
    said = admitted.group_by(lambda record: record.scope, "scope").apply(side.fold, stateful=True, expand=True)
    said.to_topic(lambda one, *_: facts[one.topic], key=lambda one: one.key)
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
