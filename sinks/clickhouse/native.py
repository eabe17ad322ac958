"""Rows into a server by clickhouse-driver: columns, in ClickHouse's own form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np
from clickhouse_driver import Client
from clickhouse_driver import errors as said

from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.refusals import refusal
from sinks.clickhouse.warehouse import Blocks, SqlError
from topics.errors import Unavailable

Columns = Mapping[str, Sequence[Any]]
"""Column name -> values, all of one length. A time is ISO 8601 in UTC, with Z."""
_UNITS = {0: "s", 3: "ms"}
_TIME = re.compile(r"(?:Nullable\()?DateTime(?:64\((\d))?")
_AWAY = (said.NetworkError, said.SocketTimeoutError, said.UnexpectedPacketFromServerError, EOFError, OSError)
"""How the driver says that nobody answers, that the connection broke, or that somebody else answers."""
_CONNECT_S = 10
_ANSWER_S = 120


class NativeInserts:
    """Inserts into the tables of one database, over one connection that is made when it is needed."""

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._ticks: dict[str, dict[str, str]] = {}
        self._client = Client(
            host=address.host,
            port=address.port,
            user=address.user,
            password=address.password.get_secret_value(),
            database=address.database,
            secure=address.secure,
            ca_certs=str(address.ca) if address.ca else None,
            connect_timeout=_CONNECT_S,
            send_receive_timeout=_ANSWER_S,
            settings={"async_insert": 0},
        )

    def insert(self, table: str, blocks: Blocks) -> None:
        """See `Warehouse.insert`."""
        with self._spoken(table):
            for columns in joined(blocks):
                names = ", ".join(f"`{name}`" for name in columns)
                turned = in_ticks(columns, self._ticks_of(table))
                self._client.execute(f"INSERT INTO {table} ({names}) VALUES", turned, columnar=True)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.disconnect()

    def _ticks_of(self, table: str) -> dict[str, str]:
        if table not in self._ticks:
            described = self._client.execute(f"DESCRIBE TABLE {table}")
            self._ticks[table] = ticks({name: kind for name, kind, *_ in described})
        return self._ticks[table]

    @contextmanager
    def _spoken(self, table: str) -> Iterator[None]:
        try:
            yield
        except said.ServerException as error:
            raise refusal(error.code, error.message) from error
        except _AWAY as error:
            raise Unavailable(
                f"{self._address} does not answer ({error}): start ClickHouse, or correct JIESU_TABLES"
            ) from error
        except (said.Error, msgspec.MsgspecError, ValueError, TypeError, AttributeError) as error:
            raise SqlError(f"the columns do not fit table {table}: {error}") from error


def joined(blocks: Blocks) -> list[Columns]:
    """The columns of all blocks, one block behind the other; those of an older version have fewer, and stand apart."""
    found: dict[frozenset[str], dict[str, list[Any]]] = {}
    for block in blocks:
        columns = msgspec.json.decode(block, type=dict[str, list[Any]])
        alike = found.setdefault(frozenset(columns), {name: [] for name in columns})
        for name, values in columns.items():
            alike[name] += values
    return list(found.values())


def ticks(types: Mapping[str, str]) -> dict[str, str]:
    """Of column -> type, the columns that are times -> what numpy calls such a time."""
    times = {name: _TIME.match(kind) for name, kind in types.items()}
    return {name: f"M8[{_UNITS[int(time[1] or 0)]}]" for name, time in times.items() if time}


def in_ticks(columns: Columns, ticks: Mapping[str, str]) -> list[Sequence[object]]:
    """The values of each column, times as whole units since 1970.

    The driver turns times slowly: 51,000 naive or 267,000 aware ones a second. Raises ValueError, TypeError.
    """
    return [_turned(values, ticks[name]) if name in ticks else values for name, values in columns.items()]


def _turned(values: Sequence[Any], unit: str) -> Sequence[object]:
    """Python reads a time in a thousand nanoseconds, numpy in a hundred and fifty; it knows no zones."""
    turned = np.array([_bare(value) for value in values], unit).astype(np.int64).tolist()
    return [None if value is None else tick for value, tick in zip(values, turned, strict=True)]


def _bare(time: str | None) -> str:
    if time is None:
        return "NaT"
    if not time.endswith("Z"):
        raise ValueError(f"{time} is not in UTC")
    return time[:-1]
