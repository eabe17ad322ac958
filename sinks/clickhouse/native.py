"""Rows into a server by clickhouse-driver: columns, in ClickHouse's own form."""

import re
from collections.abc import Iterator, Sequence
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
            ticks = self._ticks_of(table)
            # the driver turns times into integers slowly: 51,000 naive or 267,000 aware ones a second
            turned = [_turned(values, ticks.get(name)) for name, values in columns.items()]
            self._client.execute(f"INSERT INTO {table} ({names}) VALUES", turned, columnar=True)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.disconnect()

    def _ticks_of(self, table: str) -> dict[str, timedelta]:
        """Column -> what one unit of it is, of the columns that are times."""
        if table not in self._ticks:
            described = self._client.execute(f"DESCRIBE TABLE {table}")
            types = {name: _TIME.match(kind) for name, kind, *_ in described}
            self._ticks[table] = {name: _tick(int(kind[1] or 0)) for name, kind in types.items() if kind}
        return self._ticks[table]

    @contextmanager
    def _spoken(self, table: str) -> Iterator[None]:
        try:
            yield
        except said.ServerException as error:
            raise refusal(error.code, error.message) from error
        except (said.NetworkError, said.SocketTimeoutError, EOFError, OSError) as error:
            raise Unavailable(
                f"{self._address} does not answer ({error}): start ClickHouse, or correct JIESU_TABLES"
            ) from error
        except (said.Error, ValueError, TypeError, AttributeError) as error:
            raise SqlError(f"the columns do not fit table {table}: {error}") from error


def _tick(digits: int) -> timedelta:
    return timedelta(seconds=10.0**-digits)


def _turned(values: Sequence[object], tick: timedelta | None) -> Sequence[object]:
    if tick is None:
        return values
    return [None if value is None else (_moment(value) - _EPOCH) // tick for value in values]


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
