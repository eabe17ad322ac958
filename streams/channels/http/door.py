"""The HTTP door's two addresses, and the program that opens it.

    POST /v1/reports [?channel=NAME]    POST /v1/actions

One rule: what was answered with 200 is in Kafka, on all in-sync replicas, and will be a report, an action or a dead
letter; the answer says which of them for each document. With any other answer nothing has to be there: send it again.
"""

import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from streams.channels.http.delivery import Delivery
from streams.channels.http.settings import HttpSettings
from streams.channels.http.taking import Refused, Taker
from streams.channels.http.tokens import Tokens
from streams.channels.mapping import load_mapping, shipped
from streams.domain.intake import Doors
from topics.catalog import DOCUMENT_BYTES
from topics.errors import Unavailable

RETRY_AFTER_S = 5
_PATIENCE_S = 30
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_log = logging.getLogger(__name__)


def run_door(settings: HttpSettings, doors: Doors, now: Callable[[], datetime], loglevel: str) -> None:
    """Serve until SIGTERM or SIGINT; then answer what has begun, and end. Raises MappingError."""
    logging.basicConfig(level=loglevel.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # the door says itself when Kafka is away
    if settings.http_host not in _LOOPBACK and not settings.http_tokens:
        _log.warning("whoever reaches %s may send: set JIESU_HTTP_TOKENS", settings.http_host)
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn's own come on top; raised again at its end, they end here
        signal.signal(number, lambda *_: None)
    uvicorn.run(
        build_door(settings, doors, now),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE_S,
    )


def build_door(settings: HttpSettings, doors: Doors, now: Callable[[], datetime]) -> Starlette:
    """The door as an ASGI application; it needs no Kafka to open. Raises MappingError."""
    names: list[str | Path] = [*shipped(), *settings.http_mappings]
    mappings = [load_mapping(name) for name in names]
    delivery = Delivery(settings.cluster, settings.site, settings.http_wait_s)
    by_channel = {mapping.channel: mapping for mapping in mappings}
    taker = Taker(doors, by_channel, Tokens(settings.http_tokens), delivery, now)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        delivery.close()

    return Starlette(
        routes=[_route(taker, "/v1/reports", "reports.raw"), _route(taker, "/v1/actions", "actions.raw")],
        exception_handlers={Refused: _refused, Unavailable: _unavailable},
        lifespan=lifespan,
    )


def _route(taker: Taker, path: str, topic: str) -> Route:
    async def take(request: Request) -> JSONResponse:
        form = taker.form(topic, request.query_params.get("channel", ""))
        headers = request.headers
        said = (await _body(request), headers.get("content-type", ""), headers.get("authorization", ""))
        answers = await run_in_threadpool(taker.take, form, *said)
        dead = sum(answer["status"] == "dead_letter" for answer in answers)
        return JSONResponse({"taken": len(answers) - dead, "dead_letters": dead, "documents": answers})

    return Route(path, take, methods=["POST"])


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for some in request.stream():
        body += some
        if len(body) > DOCUMENT_BYTES:
            raise Refused(413, f"a request may have {DOCUMENT_BYTES:,} bytes: nothing was taken, send less at once")
    return bytes(body)


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101 - what it is registered for
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None  # noqa: PLR2004 - HTTP's own number
    return JSONResponse({"error": error.sentence}, error.status, headers)


def _unavailable(_: Request, error: Exception) -> JSONResponse:
    sentence = f"Kafka does not take messages now: send the same again in {RETRY_AFTER_S} s ({error})"
    return JSONResponse({"error": sentence}, 503, {"Retry-After": str(RETRY_AFTER_S)})
