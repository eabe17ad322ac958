"""Bytewax: a dataflow keyed by scope with a stateful step between Kafka and Kafka.

The cases stay in the process, beside Bytewax's own state, which would pickle all of a scope at every epoch. So nothing
of them survives a restart but what is written; their memory goes to the memory topics, as the facts to theirs.

    python -m tests.bench.sides.wax BOOTSTRAP SITE POLICY_FOLDER SCRATCH_FOLDER
"""

import sys
from pathlib import Path

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSink, KafkaSinkMessage, KafkaSource, KafkaSourceMessage
from bytewax.dataflow import Dataflow
from bytewax.testing import run_main

from tests.bench.events import Admitted, Rules
from tests.bench.preload import RAW
from topics.catalog import full_name


class Side:
    """The two steps of the dataflow."""

    def __init__(self, site: str, policy: Path) -> None:
        self._site, self._rules = site, Rules(policy)

    def admit(self, raw: KafkaSourceMessage) -> list[tuple[str, Admitted]]:
        """Intake."""
        topic = (raw.topic or "").removeprefix(f"{self._site}.")
        millis = int((raw.timestamp or (0, 0))[1])
        scope, record = self._rules.admit(topic, raw.partition or 0, raw.offset or 0, millis, raw.value or b"")
        return [(scope, record)] if record else []

    def fold(self, folded: int | None, record: Admitted) -> tuple[int, list[KafkaSinkMessage]]:
        """Casework of one scope; Bytewax's own state counts its records."""
        said = self._rules.fold(record)
        sent = [KafkaSinkMessage(one.key, one.value, topic=full_name(self._site, one.topic)) for one in said]
        return (folded or 0) + 1, sent


def main(bootstrap: str, site: str, policy: str, _scratch: str) -> None:
    """Run until it is told to end."""
    side, flow = Side(site, Path(policy)), Dataflow("bench")
    raws = [
        op.input(topic.replace(".", "-"), flow, KafkaSource([bootstrap], [full_name(site, topic)])) for topic in RAW
    ]
    admitted = op.flat_map("admit", op.merge("raws", *raws), side.admit)
    said = op.stateful_flat_map("fold", admitted, side.fold)
    op.output("said", op.map("sent", said, lambda keyed: keyed[1]), KafkaSink([bootstrap], topic=None))
    run_main(flow)


if __name__ == "__main__":
    main(*sys.argv[1:])
