"""Round robin that knows what it did not see."""

from collections.abc import Mapping
from typing import Any

from aiokafka.cluster import ClusterMetadata
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor


class WatchfulAssignor(RoundRobinPartitionAssignor):
    """Shares partitions out in turn. `missing` are the topics that had none in the last assignment it made.

    The leader of a group assigns what it knows of the cluster; while a broker starts, or topics are being made, that
    may be nothing, and aiokafka can miss the news that comes between an assignment and its end. Whoever holds this
    asks for another assignment while anything is missing.
    """

    def __init__(self) -> None:
        self.missing: frozenset[str] = frozenset()

    def assign(self, cluster: ClusterMetadata, members: Mapping[str, Any]) -> dict[str, Any]:
        """See aiokafka's AbstractPartitionAssignor."""
        wanted = {topic for member in members.values() for topic in member.subscription}
        self.missing = frozenset(topic for topic in wanted if not cluster.partitions_for_topic(topic))
        assigned: dict[str, Any] = super().assign(cluster, members)
        return assigned
