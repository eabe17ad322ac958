"""The list of metrics keeps to Prometheus's rules, and nothing outside of it can be counted."""

import re

import pytest

from topics.metrics import Kind, Metric, UnlistedError, listed, metrics

ALL = pytest.mark.parametrize("metric", metrics(), ids=lambda metric: metric.name)


@ALL
def test_names_follow_the_conventions(metric: Metric) -> None:
    assert re.fullmatch(r"jiesu(_[a-z]+)+", metric.name)
    assert (metric.kind is Kind.COUNTER) == metric.name.endswith("_total")
    assert (metric.kind is Kind.INFO) == metric.name.endswith("_info")
    assert metric.unit.startswith("seconds") == metric.name.endswith("_seconds")
    assert metric.unit.endswith("since 1970") == metric.name.endswith("_timestamp_seconds")
    assert not {"le", "job", "instance"} & set(metric.labels)


@ALL
def test_each_says_what_it_means_in_both_languages(metric: Metric) -> None:
    assert metric.programs
    assert metric.en.endswith(".")
    assert metric.zh.endswith("。")
    assert not re.search(r"[一-鿿]", metric.en)
    assert re.search(r"[一-鿿]", metric.zh)
    assert all(metric.labels.values())


@ALL
def test_histograms_alone_have_buckets_and_these_rise(metric: Metric) -> None:
    assert bool(metric.buckets) == (metric.kind is Kind.HISTOGRAM)
    assert list(metric.buckets) == sorted(set(metric.buckets))


def test_no_name_is_there_twice() -> None:
    names = [metric.name for metric in metrics()]
    assert len(names) == len(set(names)) > 20


def test_what_is_listed_is_described() -> None:
    known = listed(Kind.COUNTER, "jiesu_dead_letters_total", "stage", "reason")
    assert known.name == "jiesu_dead_letters_total"
    assert "dead letter" in known.documentation
    assert known.labelnames == ("stage", "reason")


@pytest.mark.parametrize(
    ("kind", "name", "labels", "said"),
    [
        (Kind.COUNTER, "jiesu_deaths_total", ("stage",), "not in the list of metrics: add it to topics/metrics.yaml"),
        (Kind.COUNTER, "jiesu_dead_letters_total", ("stage", "why"), "labels stage, reason"),
        (Kind.COUNTER, "jiesu_dead_letters_total", (), "not a counter with none"),
        (Kind.GAUGE, "jiesu_dead_letters_total", ("stage", "reason"), "is a counter"),
    ],
)
def test_what_is_not_listed_is_refused(kind: Kind, name: str, labels: tuple[str, ...], said: str) -> None:
    with pytest.raises(UnlistedError, match=re.escape(said)):
        listed(kind, name, *labels)
