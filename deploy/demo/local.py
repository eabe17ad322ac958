"""The demo without a broker: the city's files folded in event time, straight into the tables."""

from contextlib import closing
from operator import attrgetter
from pathlib import Path

from deploy.demo.figures import Figures, read_figures
from deploy.demo.stage import POLICY, REPORTER_KEY
from deploy.policyfile import load_policy
from deploy.replay import replay_messages
from deploy.simulator.generate import Simulated
from sinks.clickhouse.embedded import EmbeddedWarehouse
from sinks.clickhouse.migrations import migrate
from streams.channels.mapping import load_mapping
from streams.channels.order import messages


def fold_city(city: Simulated, tables: Path) -> Figures:
    """Fold every channel's file, all in one event-time order, into `tables`; the figures that come of it."""
    told = [message for channel, path in city.files.items() for message in messages([path], load_mapping(channel))]
    with closing(EmbeddedWarehouse(tables)) as warehouse:
        migrate(warehouse)
        in_order = sorted(told, key=attrgetter("at", "topic"))
        replay_messages(in_order, load_policy(POLICY), REPORTER_KEY.encode(), warehouse, _unseen)
        return read_figures(warehouse.query)


def _unseen(_records: int) -> None:
    """It is over before a bar would be read."""
