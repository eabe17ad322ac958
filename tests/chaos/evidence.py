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
    def behind(self, part: str, at_most: int = 1) -> int:
        """Committed records that stand behind the part's position, counted up to `at_most`."""
        group = full_name(self._site, part)
        done = self._admin.list_group_offsets(group)[group]
        starts = {tp: max(offset.offset, 0) for tp, offset in done.items()}
        found = 0
        for records in _chunks(self._bootstrap, [full_name(self._site, topic) for topic in READS[part]], starts):
            found += len(records)
            if found >= at_most:
                break
        return found

    @_PATIENT
    def open_transactions(self, part: str) -> list[str]:
        """The part's transactions that have begun and not ended."""
        prefix = full_name(self._site, part) + "."
        listed = self._admin.list_transactions(state_filters=["Ongoing"]).values()
        return [one.transactional_id for some in listed for one in some if one.transactional_id.startswith(prefix)]


def committed_records(bootstrap: str, site: str, topic: str) -> list[Any]:
    """Every committed record of a topic, to its end as it stands now."""
    return [record for chunk in _chunks(bootstrap, [full_name(site, topic)], {}) for record in chunk]


def _chunks(bootstrap: str, topics: list[str], starts: dict[TopicPartition, int]) -> Iterator[list[Any]]:
    with closing(_consumer(bootstrap)) as consumer:
        parts = [TopicPartition(name, p) for name in topics for p in sorted(consumer.partitions_for_topic(name) or ())]
        consumer.assign(parts)
        for tp in parts:
            consumer.seek(tp, starts.get(tp, 0))
        ends = consumer.end_offsets(parts)
        while any(consumer.position(tp) < ends[tp] for tp in parts):
            yield from consumer.poll(200).values()


def _consumer(bootstrap: str) -> KafkaConsumer:
    return KafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        isolation_level="read_committed",
        max_partition_fetch_bytes=FETCH_BYTES,
    )
