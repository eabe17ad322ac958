"""What a worker counts, under the names of the list of metrics. Work is counted once its transaction is committed."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka.errors import InvalidProducerEpoch, ProducerFenced
from prometheus_client import CollectorRegistry, Counter, Histogram

from streams.processors.work import Figures, Vocabulary
from topics.metrics import Kind, buckets, listed

_FENCES = (ProducerFenced, InvalidProducerEpoch)


class WorkerMeters:
    """The counters and histograms of one worker. Raises UnlistedError for a name or label outside the list."""

    def __init__(self, registry: CollectorRegistry, vocabulary: Vocabulary) -> None:
        self._transactions = _counter(registry, "jiesu_transactions_total", "topic", "outcome")
        self._records = _histogram(registry, "jiesu_batch_records", "topic")
        self._seconds = _histogram(registry, "jiesu_batch_seconds", "topic", "step")
        self._counters = {name: _counter(registry, name, *labels) for name, labels in vocabulary.counters.items()}
        self._histograms = {name: _histogram(registry, name, *labels) for name, labels in vocabulary.histograms.items()}
        for name, *labels in vocabulary.known:
            self._counters[name].labels(*labels)

    @contextmanager
    def transaction(self, topic: str) -> Iterator[None]:
        """Around one transaction on a bare topic's partition: counts how it ends."""
        try:
            yield
        except Exception as error:
            self._transactions.labels(topic, "fenced" if isinstance(error, _FENCES) else "aborted").inc()
            raise
        self._transactions.labels(topic, "committed").inc()

    def batch(self, topic: str, records: int, decide_s: float, publish_s: float, figures: Figures) -> None:
        """One batch of a bare topic is committed: what it was, what it took, what it came to."""
        self._records.labels(topic).observe(records)
        self._seconds.labels(topic, "decide").observe(decide_s)
        self._seconds.labels(topic, "publish").observe(publish_s)
        for (name, *labels), number in figures.counts.items():
            counter = self._counters[name]
            (counter.labels(*labels) if labels else counter).inc(number)
        for (name, *labels), seen in figures.seen.items():
            histogram = self._histograms[name]
            for value in seen:
                (histogram.labels(*labels) if labels else histogram).observe(value)


def _counter(registry: CollectorRegistry, name: str, *labels: str) -> Counter:
    return Counter(*listed(Kind.COUNTER, name, *labels), registry=registry)


def _histogram(registry: CollectorRegistry, name: str, *labels: str) -> Histogram:
    return Histogram(*listed(Kind.HISTOGRAM, name, *labels), registry=registry, buckets=buckets(name))
