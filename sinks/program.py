"""The sink program: facts from Kafka into ClickHouse, offsets committed after the insert.

Whatever is away is waited for; the log holds. What was inserted and not committed is loaded again, to no effect.
"""

import gc
import logging
import signal
from contextlib import AbstractContextManager, closing, nullcontext
from threading import Event

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_when_event_set,
    wait_exponential,
)

from sinks.clickhouse.address import Place, ServerAddress
from sinks.clickhouse.door import SqlDoor
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.opening import open_warehouse
from sinks.clickhouse.warehouse import Warehouse
from sinks.settings import SinkSettings
from sinks.source import FactSource
from sinks.watch import Service, Watch
from topics.errors import Unavailable

_LIBRARIES = {"kafka": "WARNING", "httpx": "WARNING", "clickhouse_driver": "ERROR"}
"""The least level at which a library is heard: what they warn of is said once, by whoever waits for it."""
_log = logging.getLogger(__name__)


def run_sink(settings: SinkSettings, watch: Watch, loglevel: str = "info") -> None:
    """Run until SIGTERM or SIGINT; then finish the insert under way, commit and close. Call it in the main thread."""
    logging.basicConfig(level=loglevel.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for library, least in _LIBRARIES.items():
        logging.getLogger(library).setLevel(least)
    gc.set_threshold(100_000, 50, 1_000)  # rows come by the ten thousand and hold no cycles: looking for them is waste
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    patiently = patience(stop)
    try:
        place = settings.place()
        with closing(patiently(watch.asking, Service.CLICKHOUSE, open_warehouse, place)) as warehouse:
            patiently(migrate, warehouse)
            with _door(warehouse, place, settings.sql_port):
                sink_facts(settings, warehouse, patiently, stop, watch)
    except Unavailable as error:
        if not stop.is_set():
            raise
        _log.info("stopped while waiting (%s); what was not committed is read again", error)


def sink_facts(settings: SinkSettings, warehouse: Warehouse, patiently: Retrying, stop: Event, watch: Watch) -> None:
    """Load the facts of a site into a migrated warehouse until `stop` is set.

    Raises UnreadableFactError for a fact that breaks its contract; Unavailable where `stop` ends a wait.
    """
    loader = Loader(warehouse)
    where = (settings.cluster, settings.site, settings.group, settings.batch_bytes)
    with closing(patiently(watch.asking, Service.KAFKA, FactSource, *where)) as source:
        _log.info("reading the facts of site %s", settings.site)
        while not stop.is_set():
            if watch.is_due():
                watch.looked(patiently(watch.asking, Service.KAFKA, source.behind))
                patiently(watch.asking, Service.CLICKHOUSE, warehouse.query, "SELECT 1")
            batch = patiently(source.poll)
            if batch:
                patiently(watch.inserting, loader.load, batch)
                source.commit()


def _door(warehouse: Warehouse, place: Place, port: int) -> AbstractContextManager[object]:
    """A folder can be asked only through the process that holds it; a server needs nobody to answer for it."""
    return nullcontext() if isinstance(place, ServerAddress) else closing(SqlDoor(warehouse, place, port))


def patience(stop: Event) -> Retrying:
    """Calls what it is given until that is no longer Unavailable; `stop` ends the wait with the last error."""
    return Retrying(
        retry=retry_if_exception_type(Unavailable),
        wait=wait_exponential(multiplier=0.1, max=5),
        sleep=sleep_using_event(stop),
        stop=stop_when_event_set(stop),
        before_sleep=_tell,
        reraise=True,
    )


def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning("waiting: %s", error)
