"""A wire that can be cut: a TCP proxy on loopback whose loop turns in a thread of its own."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

from deploy.broker.node import HOST

_CHUNK = 1 << 16
_ANSWER_S = 10.0
T = TypeVar("T")


class Proxy:
    """Whoever comes to `port` is led to `behind`, from now until `close`."""

    def __init__(self, port: int, behind: int) -> None:
        self.port, self._behind = port, behind
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name=f"proxy {port}", daemon=True)
        self._thread.start()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._do(self._listen())

    def cut(self, *, silent: bool) -> None:
        """Until `heal`: `silent` lets no byte pass and says nothing; else connections break and none is let in."""
        self._do(self._hush() if silent else self._break())

    def heal(self) -> None:
        """What waited goes on its way, and whoever comes is let in."""
        self._do(self._listen())

    def close(self) -> None:
        """Break everything, for good."""
        self._do(self._break())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(_ANSWER_S)

    async def _listen(self) -> None:
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._lead, HOST, self.port)

    async def _hush(self) -> None:
        self._flowing.clear()

    async def _break(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()
        self._flowing.set()
        while self._open:
            await asyncio.sleep(0)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            with suppress(OSError):  # whoever hangs up, or is not there: the other side sees its end go
                behind_reader, behind_writer = await asyncio.open_connection(HOST, self._behind)
                ends.append(behind_writer)
                self._open.update(ends)
                await asyncio.gather(self._pass(reader, behind_writer), self._pass(behind_reader, writer))
        finally:
            self._open.difference_update(ends)
            for end in ends:
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            await self._flowing.wait()
            writer.write(data)
            await writer.drain()
        writer.close()
