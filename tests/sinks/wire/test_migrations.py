"""Migrations on a server: two sinks at once, and a server that dies in the middle."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from random import Random
from threading import Event

import pytest

from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.ask import ask
from sinks.clickhouse.migrations import migrate, shipped
from sinks.clickhouse.server import ServerWarehouse
from sinks.clickhouse.tables import TABLES
from sinks.program import patience
from tests.sinks.wire.node import Node

SEEDS = (1, 2, 3)


def migrated(address: ServerAddress) -> list[str]:
    """Migrate as a sink does: whatever is away is waited for."""
    patiently = patience(Event())
    with closing(patiently(ServerWarehouse, address)) as warehouse:
        names: list[str] = patiently(migrate, warehouse)
        return names


def all_there(address: ServerAddress) -> None:
    assert migrated(address) == []
    tables = ask(address, f"SELECT count() FROM system.tables WHERE database = '{address.database}'", "TSV")
    assert int(tables) == len(TABLES) + 1
    assert int(ask(address, "SELECT uniqExact(number) FROM migrations", "TSV")) == len(shipped())


def test_four_sinks_may_start_at_once(server: ServerAddress) -> None:
    with ThreadPoolExecutor(4) as sinks:
        done = [sinks.submit(migrated, server) for _ in range(4)]
        assert {name for one in done for name in one.result()} == {migration.name for migration in shipped()}
    all_there(server)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_kill_in_the_middle_is_made_good(server: ServerAddress, clickhouse: Node, seed: int) -> None:
    draw = Random(seed)
    with ThreadPoolExecutor(2) as sinks:
        done = [sinks.submit(migrated, server) for _ in range(2)]
        for _ in range(2):
            time.sleep(draw.uniform(0.0, 0.05))
            clickhouse.kill()
            clickhouse.start()
        for one in done:
            one.result()
    all_there(server)
