"""The whole pipeline on one screen.

    channels --> reports.raw, actions.raw --> intake --> inbox --> casework --> memory and facts --> sinks

Each program below is one arrow: the topics it reads, and the work on each of their partitions.
"""

from prometheus_client import CollectorRegistry

from streams.domain.casebook import CaseBook
from streams.domain.intake import Doors
from streams.processors.casework import Casework
from streams.processors.counting import CASEWORK, INTAKE
from streams.processors.intake import Intake
from streams.processors.local import NewBook
from streams.runtime.publisher import TransactionalPublisher
from streams.runtime.settings import WorkerSettings
from streams.runtime.worker import BatchApp, MakePublisher, build_worker


def intake(
    settings: WorkerSettings,
    doors: Doors,
    registry: CollectorRegistry,
    publisher: MakePublisher = TransactionalPublisher,
) -> BatchApp:
    """reports.raw, actions.raw -> inbox, dead letters."""

    def work(_partition: int) -> Intake:
        return Intake(doors)

    return build_worker("intake", ("reports.raw", "actions.raw"), work, settings, registry, INTAKE, publisher)


def casework(
    settings: WorkerSettings, registry: CollectorRegistry, publisher: MakePublisher = TransactionalPublisher
) -> BatchApp:
    """inbox -> memory and facts."""
    new_book = new_books()

    def work(partition: int) -> Casework:
        return Casework(partition, new_book)

    return build_worker("casework", ("inbox",), work, settings, registry, CASEWORK, publisher)


def new_books(merge: bool = True) -> NewBook:
    """Makes the case book of any scope; all of them share one set of weights. On a new machine it takes 20 s.

    Without `merge` each report is a case of its own.
    """
    from streams.domain.classifying.classifier import classifiers  # noqa: PLC0415 - numba takes half a second: only where it works
    from streams.domain.classifying.model import shipped  # noqa: PLC0415
    from streams.domain.merging.apart import Apart  # noqa: PLC0415
    from streams.domain.merging.matcher import Matcher  # noqa: PLC0415
    from streams.domain.merging.warm import warm  # noqa: PLC0415
    from streams.domain.merging.weights import load_weights  # noqa: PLC0415

    weights = load_weights()
    readers = classifiers(shipped(), weights.rarity)
    warm(weights, readers)

    def new_book(scope: str) -> CaseBook:
        return CaseBook(scope, Matcher(weights) if merge else Apart(), readers)

    return new_book
