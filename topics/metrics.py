"""The one list of metrics: what each is called, what it counts, and which program says it. The list is metrics.yaml."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class Kind(StrEnum):
    """What Prometheus calls the type of a metric."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"
    INFO = "info"


class Metric(BaseModel):
    """One metric. `labels` says for each label where its values come from; `en` and `zh` what it means.

    `buckets` are the upper bounds of a histogram, in its unit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind
    unit: str
    labels: Mapping[str, str] = {}
    programs: tuple[str, ...]
    buckets: tuple[float, ...] = ()
    en: str
    zh: str


class Listed(NamedTuple):
    """The first arguments of a collector of prometheus-client: `Counter(*listed(...), registry=registry)`."""

    name: str
    documentation: str
    labelnames: Sequence[str]


class UnlistedError(Exception):
    """Code counts what the list of metrics does not know: a bug, told when the program starts."""


_LIST: TypeAdapter[tuple[Metric, ...]] = TypeAdapter(tuple[Metric, ...])


@cache
def metrics() -> tuple[Metric, ...]:
    """The whole list, in its order."""
    return _LIST.validate_python(yaml.safe_load(Path(__file__).with_name("metrics.yaml").read_text("utf-8")))


def listed(kind: Kind, name: str, *labels: str) -> Listed:
    """What a collector of this kind, name and labels begins with. Raises UnlistedError where the list differs."""
    known = {metric.name: metric for metric in metrics()}.get(name)
    if known is None:
        raise UnlistedError(f"{name} is not in the list of metrics: add it to topics/metrics.yaml, or correct its name")
    if (kind, labels) != (known.kind, tuple(known.labels)):
        wanted = f"a {known.kind} with the labels {', '.join(known.labels) or 'none'}"
        raise UnlistedError(
            f"{name} is {wanted} in topics/metrics.yaml, not a {kind} with {', '.join(labels) or 'none'}"
        )
    return Listed(name, known.en, tuple(known.labels))


def buckets(name: str) -> Sequence[float]:
    """The upper bounds of a listed histogram."""
    return next(metric.buckets for metric in metrics() if metric.name == name)
