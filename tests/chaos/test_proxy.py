"""A wire that can be cut, silently or with a bang."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from deploy.broker.node import HOST, kept_ports
from tests.chaos.proxy import Proxy


class Echo(StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(line)


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Proxy]:
    with ThreadingTCPServer((HOST, 0), Echo) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        with closing(Proxy(kept_ports(tmp_path)[0], server.server_address[1])) as proxy:
            yield proxy
        server.shutdown()


def call(wire: Proxy) -> socket.socket:
    return socket.create_connection((HOST, wire.port), timeout=5)


def echoed(line: socket.socket, word: bytes) -> bytes:
    line.sendall(word + b"\n")
    return line.recv(100)


def test_a_silent_cut_keeps_what_was_said_until_it_heals(wire: Proxy) -> None:
    with call(wire) as line:
        assert echoed(line, b"one") == b"one\n"
        wire.cut(silent=True)
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            echoed(line, b"two")
        with call(wire) as late:
            late.settimeout(0.2)
            with pytest.raises(TimeoutError):
                echoed(late, b"three")
        line.settimeout(5)
        wire.heal()
        assert line.recv(100) == b"two\n"


def test_a_cut_with_a_bang_breaks_connections_and_lets_nobody_in(wire: Proxy) -> None:
    with call(wire) as line:
        assert echoed(line, b"one") == b"one\n"
        wire.cut(silent=False)
        assert hung_up(line)
        with pytest.raises(ConnectionRefusedError):
            call(wire)
        wire.heal()
    with call(wire) as line:
        assert echoed(line, b"three") == b"three\n"


def hung_up(line: socket.socket) -> bool:
    try:
        return echoed(line, b"two") == b""
    except ConnectionError:
        return True
