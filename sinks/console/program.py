"""The console as a program."""

import logging

import uvicorn

from sinks.clickhouse.holder import Query
from sinks.console.app import console
from sinks.console.settings import ConsoleSettings

_LAST_ANSWERS_S = 3


def run_console(settings: ConsoleSettings, query: Query, loglevel: str = "info") -> None:
    """Serve the live page over `query` until SIGTERM or SIGINT; while nothing answers that, the page says so."""
    logging.basicConfig(level=loglevel.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvicorn.run(
        console(query, settings.clock, settings.timezone),
        host=settings.console_host,
        port=settings.console_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
