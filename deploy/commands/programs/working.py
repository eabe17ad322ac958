"""Running a worker of the stream."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry

from deploy.commands.programs.saying import say
from deploy.probes import answering, new_registry
from deploy.settings import ProbeSettings, read
from streams.runtime.worker import BatchApp, run_worker


def work(program: str, build: Callable[[CollectorRegistry], BatchApp], loglevel: str) -> None:
    """Build the worker and run it until it is told to end; it answers meanwhile."""
    registry = new_registry()
    worker = build(registry)
    with answering(program, registry, read(ProbeSettings), worker.health.alive, worker.health.ready) as address:
        say(program, address)
        run_worker(worker, loglevel)
