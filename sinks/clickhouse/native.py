"""Rows into a server by clickhouse-driver: columns, in ClickHouse's own form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from clickhouse_driver import Client
from clickhouse_driver import errors as said

from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.refusals import refusal
from sinks.clickhouse.warehouse import Columns, SqlError
from topics.errors import Unavailable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(r"(?:Nullable\()?DateTime(?:64\((\d))?")
_AWAY = (said.NetworkError, said.SocketTimeoutError, said.UnexpectedPacketFromServerError, EOFError, OSError)
"""How the driver says that nobody answers, that the connection broke, or that somebody else answers."""
_CONNECT_S = 10
_ANSWER_S = 120


class NativeInserts:
    """Inserts into the tables of one database, over one connection that is made when it is needed."""

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._ticks: dict[str, dict[str, timedelta]] = {}
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

    def insert(self, table: str, columns: Columns) -> None:
        """See `Warehouse.insert`."""
        names = ", ".join(f"`{name}`" for name in columns)
        with self._spoken(table):
            turned = in_ticks(columns, self._ticks_of(table))
            self._client.execute(f"INSERT INTO {table} ({names}) VALUES", turned, columnar=True)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.disconnect()

    def _ticks_of(self, table: str) -> dict[str, timedelta]:
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
        except (said.Error, ValueError, TypeError, AttributeError) as error:
            raise SqlError(f"the columns do not fit table {table}: {error}") from error


def ticks(types: Mapping[str, str]) -> dict[str, timedelta]:
    """Of column -> type, the columns that are times -> what one unit of them is."""
    times = {name: _TIME.match(kind) for name, kind in types.items()}
    return {name: timedelta(seconds=10.0 ** -int(time[1] or 0)) for name, time in times.items() if time}


def in_ticks(columns: Columns, ticks: Mapping[str, timedelta]) -> list[Sequence[object]]:
    """The values of each column, times as whole units since 1970.

    The driver turns times slowly: 51,000 naive or 267,000 aware ones a second. Raises ValueError, TypeError.
    """
    return [_turned(values, ticks.get(name)) for name, values in columns.items()]


def _turned(values: Sequence[object], tick: timedelta | None) -> Sequence[object]:
    if tick is None:
        return values
    return [None if value is None else (_moment(value) - _EPOCH) // tick for value in values]


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
