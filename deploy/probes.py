"""Every program answers for itself: /metrics for Prometheus, /healthz (does it live?) and /readyz (does it work?).

A program of its own needs two lines:

    registry = new_registry()
    with answering("console", registry, read(ProbeSettings), alive, ready): ...
"""

import logging
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    make_wsgi_app,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import ThreadingWSGIServer
from prometheus_client.registry import Collector

from deploy.errors import SetupError
from deploy.settings import PORTS, ProbeSettings
from topics.metrics import Kind, listed

log = logging.getLogger(__name__)

Lacks = Callable[[], Sequence[str]]
"""Answers from any thread, at once: one sentence for each thing that is missing; none where all is well."""


def new_registry() -> CollectorRegistry:
    """A registry with what every process can say of itself."""
    disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each counter, saying only when the process began
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    name, documentation, labels = listed(Kind.INFO, "jiesu_build_info", "version")
    build = Info(name.removesuffix("_info"), documentation, registry=registry)
    build.info({labels[0]: _version()})
    return registry


@contextmanager
def answering(
    program: str, registry: CollectorRegistry, settings: ProbeSettings, alive: Lacks, ready: Lacks
) -> Iterator[str]:
    """Answer in threads of its own for as long as the block runs; yields the address. Raises SetupError."""
    registry.register(_Ready(ready))
    port = PORTS[program] if settings.metrics_port is None else settings.metrics_port
    pages = {"/metrics": make_wsgi_app(registry), "/healthz": _probe(alive), "/readyz": _probe(ready)}
    with _server(settings.metrics_host, port, pages) as server:
        Thread(target=server.serve_forever, name="probes", daemon=True).start()
        try:
            yield f"http://{settings.metrics_host}:{server.server_port}"
        finally:
            server.shutdown()


def _server(host: str, port: int, pages: dict[str, WSGIApplication]) -> ThreadingWSGIServer:
    def app(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        page = pages.get(environment["PATH_INFO"], _nothing)
        return page(environment, start)

    try:
        return make_server(host, port, app, _Server6 if ":" in host else ThreadingWSGIServer, _Handler)
    except OSError as error:
        raise SetupError(
            f"metrics cannot be answered at {host}:{port} ({error.strerror}): another program listens there, or the"
            " address is not this machine's. Set JIESU_METRICS_PORT (0 takes any free port) or JIESU_METRICS_HOST"
        ) from error


def _probe(lacks: Lacks) -> WSGIApplication:
    def answer(_: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        missing = list(lacks())
        status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
        return _json(start, status, {"ok": not missing, "missing": missing})

    return answer


def _nothing(_: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    missing = ["There is no such page: ask for /metrics, /healthz or /readyz."]
    return _json(start, HTTPStatus.NOT_FOUND, {"ok": False, "missing": missing})


def _json(start: StartResponse, status: HTTPStatus, body: dict[str, Any]) -> Iterable[bytes]:
    start(f"{status.value} {status.phrase}", [("Content-Type", "application/json")])
    return [orjson.dumps(body)]


class _Ready(Collector):
    """What /readyz says, as a gauge."""

    def __init__(self, ready: Lacks) -> None:
        self._ready = ready

    def collect(self) -> Iterator[GaugeMetricFamily]:
        name, documentation, _ = listed(Kind.GAUGE, "jiesu_ready")
        yield GaugeMetricFamily(name, documentation, 0 if self._ready() else 1)


class _Server6(ThreadingWSGIServer):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = 10.0  # whoever connects and says nothing is let go

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)


def _version() -> str:
    try:
        return version("jiesu")
    except PackageNotFoundError:
        return "source"
