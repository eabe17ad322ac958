"""The console as a program."""

import logging

import uvicorn

from sinks.clickhouse.holder import Holder
from sinks.console.app import console
from sinks.console.settings import ConsoleSettings

_LAST_ANSWERS_S = 3


def run_console(settings: ConsoleSettings, loglevel: str = "info") -> None:
    """Serve the live page until SIGTERM or SIGINT. Whoever holds the tables answers; while nobody does, it waits."""
    logging.basicConfig(level=loglevel.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvicorn.run(
        console(Holder(settings.tables).query, settings.clock, settings.timezone),
        host=settings.console_host,
        port=settings.console_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
