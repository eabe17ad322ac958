"""The demo without a broker: the city's files folded in event time, straight into the tables."""

from collections.abc import Iterable
from contextlib import closing
from operator import attrgetter
from pathlib import Path

from deploy.demo.audit.known import Horizon, read_sent
from deploy.demo.stage import POLICY, REPORTER_KEY
from deploy.policyfile import load_policy
from deploy.replay import replay_messages
from deploy.simulator.generate import Simulated
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.migrations import migrate
from streams.channels.mapping import load_mapping
from streams.channels.order import Message, messages

_NO_END = 2**63 - 1


def fold_city(city: Simulated, tables: Path) -> dict[str, Horizon]:
    """Fold every channel's file, all in one event-time order, into `tables`; how far each scope came."""
    return fold_told(city, told_by(city), tables)


def told_by(city: Simulated) -> list[Message]:
    """What every channel's file says, each message heard when it happened."""
    return [message for channel, path in city.files.items() for message in messages([path], load_mapping(channel))]


def fold_told(city: Simulated, told: Iterable[Message], tables: Path) -> dict[str, Horizon]:
    """As `fold_city`, of messages that were heard at times of their own, none after the last that was sent."""
    policy, in_order = load_policy(POLICY), sorted(told, key=attrgetter("at", "topic"))
    with closing(EmbeddedWarehouse(tables)) as warehouse:
        migrate(warehouse)
        replay_messages(in_order, policy, REPORTER_KEY.encode(), warehouse, _unseen)
    sent = [one for one in read_sent(city.sent) if one.kind not in ("broken", "garbled")]
    return {
        scope.scope: Horizon(max(one.at for one in sent if one.channel in scope.channels), _NO_END)
        for scope in policy.scopes
    }


def _unseen(_records: int) -> None:
    """It is over before a bar would be read."""
