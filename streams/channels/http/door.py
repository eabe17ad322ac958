"""The HTTP door's two addresses.

    POST /v1/reports [?channel=NAME]    POST /v1/actions

One rule: what was answered with 200 is in Kafka, on all in-sync replicas, and will be a report, an action or a dead
letter; the answer says which of them for each document. With any other answer nothing has to be there: send it again.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from streams.channels.http.delivery import RETRY_AFTER_S, Delivery
from streams.channels.http.meters import DoorMeters
from streams.channels.http.settings import HttpSettings
from streams.channels.http.taking import Refused, Taker
from streams.channels.http.tokens import Tokens
from streams.channels.mapping import load_mapping, shipped
from streams.domain.intake import Doors
from topics.catalog import DOCUMENT_BYTES
from topics.errors import Unavailable
from topics.raw import RAW_TOPICS

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_log = logging.getLogger(__name__)


class Door(NamedTuple):
    """The door as an ASGI application, which needs no Kafka to open, and its way to Kafka."""

    app: Starlette
    delivery: Delivery


def build_door(settings: HttpSettings, doors: Doors, now: Callable[[], datetime], registry: CollectorRegistry) -> Door:
    """The door of a site; `now` is the wall clock. Raises MappingError."""
    if settings.http_host not in _LOOPBACK and not settings.http_tokens:
        _log.warning("whoever reaches %s may send: set JIESU_HTTP_TOKENS", settings.http_host)
    names: list[str | Path] = [*shipped(), *settings.http_mappings]
    mappings = {mapping.channel: mapping for mapping in map(load_mapping, names)}
    delivery = Delivery(settings.cluster, settings.site, settings.http_wait_s)
    taker = Taker(doors, mappings, Tokens(settings.http_tokens), delivery, now)
    meters = DoorMeters(registry)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        delivery.close()

    routes = [_route(taker, meters, f"/v1/{topic.removesuffix('.raw')}", topic) for topic in RAW_TOPICS]
    return Door(Starlette(routes=routes, lifespan=lifespan), delivery)


def _route(taker: Taker, meters: DoorMeters, path: str, topic: str) -> Route:
    async def take(request: Request) -> JSONResponse:
        answer = await _answer(taker, meters, topic, request)
        meters.answered(topic, answer.status_code)
        return answer

    return Route(path, take, methods=["POST"])


async def _answer(taker: Taker, meters: DoorMeters, topic: str, request: Request) -> JSONResponse:
    headers = request.headers
    try:
        form = taker.form(topic, request.query_params.get("channel", ""))
        said = (await _body(request), headers.get("content-type", ""), headers.get("authorization", ""))
        answers = await run_in_threadpool(taker.take, form, *said)
    except Refused as refused:
        return JSONResponse({"error": refused.sentence}, refused.status, refused.headers)
    except Unavailable as away:
        sentence = f"Kafka does not take messages now: send the same again in {RETRY_AFTER_S} s ({away})"
        return JSONResponse({"error": sentence}, 503, {"Retry-After": str(RETRY_AFTER_S)})
    meters.took(answers)
    dead = sum(answer["status"] == "dead_letter" for answer in answers)
    return JSONResponse({"taken": len(answers) - dead, "dead_letters": dead, "documents": answers})


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for some in request.stream():
        body += some
        if len(body) > DOCUMENT_BYTES:
            raise Refused(413, f"a request may have {DOCUMENT_BYTES:,} bytes: nothing was taken, send less at once")
    return bytes(body)
