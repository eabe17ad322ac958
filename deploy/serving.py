"""Runs what answers HTTP: the door and the page, each a program of its own."""

import logging
import signal

import uvicorn
from starlette.applications import Starlette

_PATIENCE_S = 30


def serve(app: Starlette, host: str, port: int, loglevel: str) -> None:
    """Serve until SIGTERM or SIGINT; then answer what has begun, and end with status 0."""
    logging.basicConfig(level=loglevel.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # the door says itself when Kafka is away
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn's own come on top; raised again at its end, they end here
        signal.signal(number, lambda *_: None)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=_PATIENCE_S)
