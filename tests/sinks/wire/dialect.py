"""What jiesu says, told to a server of 2018: it stands before the server's HTTP and translates.

The product writes modern SQL alone. Rows go past this, straight to the server, by the native protocol.
"""

import re
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

from deploy.broker.node import HOST
from sinks.clickhouse.tables import TABLES

_TABLES = "|".join(["migrations", *(table.name for table in TABLES)])
LACKING = (
    (r"DateTime64\(3, 'UTC'\)", "DateTime('UTC')"),
    (r"now64\(3\)", "now()"),
    (r"\bBool\b", "UInt8"),
    (r"SETTINGS fsync_after_insert = 1\nCOMMENT '.*'\s*$", ""),
    (r"formatQuerySingleLine\(", "("),
    (r"ADD COLUMN IF NOT EXISTS", "ADD COLUMN"),
)
"""What the server has no word for: pattern -> what it has instead."""


def translated(sql: str, final: bool) -> str:
    """The statement in the server's words. `final` stands for the setting of that name: the latest rows alone."""
    for pattern, instead in LACKING:
        sql = re.sub(pattern, instead, sql)
    return re.sub(rf"\bFROM ({_TABLES})\b", r"FROM \1 FINAL", sql) if final else sql


def meant(sql: str, status: int, answer: bytes) -> tuple[int, bytes]:
    """What the statement would have been answered: a column that may be there already is there."""
    there = "ADD COLUMN IF NOT EXISTS" in sql and b"already exists" in answer
    return (HTTPStatus.OK, b"") if there else (status, answer)


class Dialect(ThreadingHTTPServer):
    """Listens on a free port from now until `close`; a server that is away makes it hang up."""

    def __init__(self, http_port: int) -> None:
        super().__init__((HOST, 0), _Handler)
        self.behind = http_port
        self._thread = Thread(target=self.serve_forever, name="dialect", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Dialect
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        told = dict(parse_qsl(urlsplit(self.path).query))
        sql = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = translated(sql, final=told.pop("final", "0") == "1").encode()
        connection = HTTPConnection(HOST, self.server.behind, timeout=60)
        try:
            headers = {"Authorization": self.headers["Authorization"]}
            connection.request("POST", f"/?{urlencode(told)}", body, headers)
            response = connection.getresponse()
            self._answer(*meant(sql, response.status, response.read()))
        except (OSError, EOFError):
            self.close_connection = True
        finally:
            connection.close()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
