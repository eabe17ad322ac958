"""What the broker knows of a part at the moment of its death: what it has yet to read, and its open transactions."""

from collections.abc import Iterator, Sequence
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
    def ends(self, part: str) -> Ends:
        """Where what a part reads ends now, whatever is committed yet."""
        return _written(self._bootstrap, self._site, READS[part])

    @_PATIENT
    def behind(self, part: str, group: str = "", ends: Ends | None = None) -> bool:
        """Whether records stood behind the part's position: before `ends`, or committed by now.

        `group` is the part's own name, where it has another than the part.
        """
        with closing(_consumer(self._bootstrap)) as consumer:
            ends = ends or _ends(consumer, [full_name(self._site, topic) for topic in READS[part]])
            return any(_chunks(consumer, ends, self.positions(part, group)))

    @_PATIENT
    def positions(self, part: str, group: str = "") -> Ends:
        """Where the part's group says that it is."""
        group = full_name(self._site, group or part)
        done = self._admin.list_group_offsets(group)[group]
        return {tp: max(offset.offset, 0) for tp, offset in done.items()}

    @_PATIENT
    def open_transactions(self, part: str) -> set[str]:
        """The part's transactions that have begun and not ended."""
        prefix = full_name(self._site, part) + "."
        listed = self._admin.list_transactions(state_filters=["Ongoing"]).values()
        return {one.transactional_id for some in listed for one in some if one.transactional_id.startswith(prefix)}

    @_PATIENT
    def members(self, part: str) -> dict[str, str]:
        """The instances, by their names, that the part's group counts among its members, and what each is to read."""
        group = full_name(self._site, part)
        members = self._admin.describe_groups([group])[group]["members"]
        return {str(member["group_instance_id"]): str(member["member_assignment"]) for member in members}


class Reading:
    """Reads the committed records of a site's topics on from where it was, waiting for transactions under way."""

    def __init__(self, bootstrap: str, site: str) -> None:
        self._bootstrap, self._site = bootstrap, site
        self._at: Ends = {}

    @_PATIENT
    def on(self, *topics: str) -> list[Any]:
        """What has come since the last time, to the ends as they stand now."""
        ends = _written(self._bootstrap, self._site, topics)
        with closing(_consumer(self._bootstrap)) as consumer:
            found = [record for chunk in _chunks(consumer, ends, self._at) for record in chunk]
        self._at |= ends
        return found


def committed_records(bootstrap: str, site: str, topic: str) -> list[Any]:
    """Every committed record of a topic, to its end as it stands now."""
    return Reading(bootstrap, site).on(topic)


def _written(bootstrap: str, site: str, topics: Sequence[str]) -> Ends:
    with closing(_consumer(bootstrap, isolation_level="read_uncommitted")) as consumer:
        return _ends(consumer, [full_name(site, topic) for topic in topics])


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


def _consumer(bootstrap: str, isolation_level: str = "read_committed") -> KafkaConsumer:
    return KafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        isolation_level=isolation_level,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
