"""What the broker knows of a part at the moment of its death: what it has yet to read, and its open transactions."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from topics.catalog import FACTS, full_name

READS = {"intake": ("reports.raw", "actions.raw"), "casework": ("inbox",), "sink": FACTS}
FETCH_BYTES = 8 << 20
Ends = dict[TopicPartition, int]
_PATIENT = retry(
    retry=retry_if_exception_type(KafkaError), wait=wait_fixed(0.2), stop=stop_after_delay(30), reraise=True
)
"""A broker that has just come back, or a group that nobody has joined yet, has no answer for a moment."""


class Witness:
    """Asks the broker at `bootstrap` about one site; a context manager."""

    def __init__(self, bootstrap: str, site: str) -> None:
        self._bootstrap, self._site = bootstrap, site
        self._admin = KafkaAdminClient(bootstrap_servers=bootstrap)

    def __enter__(self) -> "Witness":
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.close()

    @_PATIENT
    def behind(self, part: str, group: str = "") -> bool:
        """Whether committed records stood behind the part's position. Ends are read first: later ones are no lag.

        `group` is the part's own name, where it has another than the part.
        """
        group = full_name(self._site, group or part)
        with closing(_consumer(self._bootstrap)) as consumer:
            ends = _ends(consumer, [full_name(self._site, topic) for topic in READS[part]])
            done = self._admin.list_group_offsets(group)[group]
            starts = {tp: max(offset.offset, 0) for tp, offset in done.items()}
            return any(_chunks(consumer, ends, starts))

    @_PATIENT
    def open_transactions(self, part: str) -> list[str]:
        """The part's transactions that have begun and not ended."""
        prefix = full_name(self._site, part) + "."
        listed = self._admin.list_transactions(state_filters=["Ongoing"]).values()
        return [one.transactional_id for some in listed for one in some if one.transactional_id.startswith(prefix)]


def committed_records(bootstrap: str, site: str, topic: str) -> list[Any]:
    """Every committed record of a topic, to its end as it stands now."""
    with closing(_consumer(bootstrap)) as consumer:
        ends = _ends(consumer, [full_name(site, topic)])
        return [record for chunk in _chunks(consumer, ends, {}) for record in chunk]


def _ends(consumer: KafkaConsumer, topics: list[str]) -> Ends:
    parts = [TopicPartition(name, p) for name in topics for p in sorted(consumer.partitions_for_topic(name) or ())]
    ends: Ends = consumer.end_offsets(parts)
    return ends


def _chunks(consumer: KafkaConsumer, ends: Ends, starts: Ends) -> Iterator[list[Any]]:
    waiting = {tp: end for tp, end in ends.items() if starts.get(tp, 0) < end}
    consumer.assign(list(waiting))
    for tp in waiting:
        consumer.seek(tp, starts.get(tp, 0))
    while any(consumer.position(tp) < end for tp, end in waiting.items()):
        for tp, records in consumer.poll(200).items():
            if before := [record for record in records if record.offset < ends[tp]]:
                yield before


def _consumer(bootstrap: str) -> KafkaConsumer:
    return KafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        isolation_level="read_committed",
        max_partition_fetch_bytes=FETCH_BYTES,
    )
