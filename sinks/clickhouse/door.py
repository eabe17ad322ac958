"""SQL over loopback while a process holds a data folder: POST / with the statement, `?format=` its form."""

import logging
import secrets
from hmac import compare_digest
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import getpid
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from sinks.clickhouse.folder import DoorSign, hang, take_down
from sinks.clickhouse.warehouse import SqlError, Warehouse
from topics.errors import Unavailable

_LOOPBACK = "127.0.0.1"
_LONGEST = 1_000_000
_log = logging.getLogger(__name__)


class SqlDoor:
    """Answers reading SQL for `folder` from now until `close`; `port` 0 takes any free one.

    Only who can read DIR/sql.json has the token, so only they are answered.
    """

    def __init__(self, warehouse: Warehouse, folder: Path, port: int = 0) -> None:
        self._folder = folder
        self._server = _Server(warehouse, secrets.token_urlsafe(), port)
        self._thread = Thread(target=self._server.serve_forever, name="sql-door", daemon=True)
        self._thread.start()
        hang(folder, DoorSign(pid=getpid(), port=self._server.server_port, token=self._server.token))

    def close(self) -> None:
        """Answer no more; questions under way are answered first."""
        take_down(self._folder)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class OpenDoor:
    """The way through another process's SqlDoor: `query` as a Warehouse has it."""

    def __init__(self, sign: DoorSign) -> None:
        self._sign = sign

    def query(self, sql: str, format: str = "JSONEachRow") -> bytes:
        """See `Warehouse.query`. Raises Unavailable where nobody answers."""
        try:
            status, answer = self._post(f"/?{urlencode({'format': format})}", sql.encode())
        except OSError as error:
            raise Unavailable(f"process {self._sign.pid} does not answer SQL ({error}): try again") from error
        if status == HTTPStatus.BAD_REQUEST:
            raise SqlError(answer.decode())
        if status != HTTPStatus.OK:
            raise Unavailable(f"process {self._sign.pid} cannot answer now: {answer.decode(errors='replace')}")
        return answer

    def close(self) -> None:
        """Nothing is held."""

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        connection = HTTPConnection(_LOOPBACK, self._sign.port, timeout=90)
        try:
            connection.request("POST", path, body, {"Authorization": f"Bearer {self._sign.token}"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, warehouse: Warehouse, token: str, port: int) -> None:
        super().__init__((_LOOPBACK, port), _Handler)
        self.warehouse = warehouse
        self.token = token


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not compare_digest(self.headers.get("Authorization") or "", f"Bearer {self.server.token}"):
            self._say(HTTPStatus.FORBIDDEN, b"the token is in sql.json of the data folder")
        elif length > _LONGEST:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"the statement is longer than 1 MB")
        else:
            self._say(*self._answer(self.rfile.read(length).decode(errors="replace")))

    def _answer(self, sql: str) -> tuple[HTTPStatus, bytes]:
        form = parse_qs(urlsplit(self.path).query).get("format", ["JSONEachRow"])[0]
        try:
            return HTTPStatus.OK, self.server.warehouse.query(sql, form)
        except SqlError as error:
            return HTTPStatus.BAD_REQUEST, str(error).encode()
        except Unavailable as error:
            return HTTPStatus.SERVICE_UNAVAILABLE, str(error).encode()

    def _say(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        _log.debug(format, *args)
