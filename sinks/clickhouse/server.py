"""ClickHouse on a server: rows go by the native protocol, text by HTTP.

clickhouse-driver speaks the native protocol alone, which has no text formats; a server has HTTP beside it, and writes
every format there itself. So rows go in by columns, without being written out as text, and answers come as they are.
"""

import ssl

import httpx

from sinks.clickhouse.address import ServerAddress
from sinks.clickhouse.native import NativeInserts
from sinks.clickhouse.readonly import formatting, one_reading
from sinks.clickhouse.refusals import code_in, refusal
from sinks.clickhouse.warehouse import Blocks, SqlError
from topics.errors import Unavailable

OLDEST = (24, 8)
"""The first version whose SQL is all that jiesu uses."""
_PATIENCE = httpx.Timeout(120.0, connect=10.0)
_READING = {
    "final": 1,
    "readonly": 1,
    "max_execution_time": 60,
    "output_format_json_quote_64bit_integers": 0,
}


class ServerWarehouse:
    """The tables of one database of a server. Any number of processes may use them at once.

    Raises Unavailable while the server does not answer, SqlError where it is too old or lets nobody in by that name.
    """

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._http = _client(address)
        self._rows = NativeInserts(address)
        try:
            if not address.any_version:
                self._refuse_an_old_one()
        except BaseException:
            self.close()
            raise

    def execute(self, sql: str) -> None:
        """See `Warehouse.execute`."""
        self._say(sql)

    def insert(self, table: str, blocks: Blocks) -> None:
        """See `Warehouse.insert`. Rows of equal columns go as one block, so all of them are kept or none."""
        self._rows.insert(table, blocks)

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`. Takes 60 s at most."""
        one_reading(self._say(formatting(sql), "TSVRaw").decode())
        return self._say(sql, format, **_READING)

    def close(self) -> None:
        """See `Warehouse.close`."""
        self._http.close()
        self._rows.close()

    def _refuse_an_old_one(self) -> None:
        version = self._say("SELECT version()", "TSV").decode().strip()
        if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise SqlError(f"{self._address} is ClickHouse {version}: upgrade it to {oldest} or newer")

    def _say(self, sql: str, format: str = "TSV", **settings: int) -> bytes:
        # the server keeps the answer until it is whole: an error on the way is then no half answer
        told: dict[str, str | int] = {"default_format": format, "wait_end_of_query": 1, **settings}
        try:
            response = self._http.post("/", params=told, content=sql.encode())
        except httpx.TransportError as error:
            raise Unavailable(
                f"{self._address} does not answer HTTP on port {self._address.http_port} ({error}): start ClickHouse,"
                " or correct JIESU_TABLES"
            ) from error
        if response.is_success:
            return response.content
        code = code_in(response.text)
        if code is None:
            raise Unavailable(f"{self._address}: not ClickHouse but somebody else answers HTTP {response.status_code}")
        raise refusal(code, response.text)


def _client(address: ServerAddress) -> httpx.Client:
    return httpx.Client(
        base_url=address.http,
        auth=(address.user, address.password.get_secret_value()),
        params={"database": address.database},
        verify=ssl.create_default_context(cafile=address.ca),
        timeout=_PATIENCE,
        trust_env=False,
    )
