"""What the programs of a running site say over HTTP: exact figures, and whether they work."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from streams.runtime.clock import wall
from tests.chaos.load import POLICY
from tests.chaos.town import PARTS, Town
from tests.pipeline.probing import CHANNEL, Voice, day, send, until
from topics.inbox import ClockSetting
from topics.metrics import Kind, metrics

pytestmark = [pytest.mark.kafka, pytest.mark.feature("running.metrics")]

INTAKE = {
    ("jiesu_raw_records_total", "reports.raw"): 22,
    ("jiesu_raw_records_total", "actions.raw"): 4,
    ("jiesu_admitted_reports_total", CHANNEL): 19,
    ("jiesu_admitted_actions_total", "dispatch"): 1,
    ("jiesu_admitted_actions_total", "resolve"): 2,
    ("jiesu_dead_letters_total", "intake", "not_json"): 2,
    ("jiesu_dead_letters_total", "intake", "unknown_channel"): 1,
    ("jiesu_dead_letters_total", "intake", "unknown_action"): 1,
    ("jiesu_dead_letters_total", "intake", "too_large"): 0,
    ("jiesu_batch_records_sum", "reports.raw"): 22,
    ("jiesu_batch_records_sum", "actions.raw"): 4,
    ("jiesu_lag_records", "reports.raw", "0"): 0,
    ("jiesu_lag_records", "reports.raw", "1"): 0,
    ("jiesu_ready",): 1,
}
CASEWORK = {
    ("jiesu_reports_total", "opened", "nothing_similar"): 12,
    ("jiesu_reports_total", "joined", "near_and_same_class"): 3,
    ("jiesu_reports_total", "joined", "same_citizen"): 1,
    ("jiesu_reports_total", "redelivery", "known_report"): 2,
    ("jiesu_reports_total", "revision", "known_report"): 1,
    ("jiesu_transitions_total", "open", "nothing_similar"): 12,
    ("jiesu_transitions_total", "dispatch", "accepted"): 1,
    ("jiesu_transitions_total", "resolve", "accepted"): 1,
    ("jiesu_transitions_total", "resolve", "repeated"): 1,
    ("jiesu_escalations_total", "remind"): 8,
    ("jiesu_escalations_total", "urge"): 6,
    ("jiesu_escalations_total", "contact-urge"): 8,
    ("jiesu_rung_lateness_seconds_count",): 22,
    ("jiesu_cases", "west", "open"): 10,
    ("jiesu_cases", "west", "dispatched"): 1,
    ("jiesu_cases", "west", "resolved"): 1,
    ("jiesu_cases_due_soon", "west"): 2,
    ("jiesu_cases_overdue", "west"): 6,
    ("jiesu_cases_overdue", "east"): 0,
    ("jiesu_memory_records", "west", "member"): 16,
    ("jiesu_lag_records", "inbox", "1"): 0,
    ("jiesu_partition_ready", "inbox", "0"): 1,
    ("jiesu_ready",): 1,
}
SINK = {
    ("jiesu_inserted_rows_total", "transitions"): 20,
    ("jiesu_inserted_rows_total", "escalations"): 22,
    ("jiesu_inserted_rows_total", "notices"): 22,
    ("jiesu_inserted_rows_total", "dead_letters"): 4,
    ("jiesu_lag_records", "rows", "1"): 0,
    ("jiesu_available", "kafka"): 1,
    ("jiesu_available", "clickhouse"): 1,
    ("jiesu_ready",): 1,
}
EXPECTED = {"intake": INTAKE, "casework": CASEWORK, "sink": SINK}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, kafka_jars: Path) -> Iterator[Town]:
    town = Town(tmp_path_factory.mktemp("town"), kafka_jars, POLICY)
    now = wall()
    try:
        town.open(load_policy(POLICY), ClockSetting(epoch=now, start=now))
        send(town, day(now))
        yield town
    finally:
        town.close()


def says(town: Town, part: str) -> Voice:
    return Voice(town.parts[part][0])


def holds(voice: Voice, expected: Mapping[tuple[str, ...], float]) -> None:
    values = voice.values()
    assert {key: values.get(key) for key in expected} == expected


def test_every_figure_is_exact(town: Town) -> None:
    for part, expected in EXPECTED.items():
        until(lambda part=part, expected=expected: holds(says(town, part), expected))  # type: ignore[misc]


@pytest.mark.parametrize("part", PARTS)
def test_a_program_exports_what_the_list_says_and_nothing_else(town: Town, part: str) -> None:
    until(lambda: holds(says(town, part), EXPECTED[part]))
    exported = {name: family for name, family in says(town, part).families().items() if name.startswith("jiesu_")}
    listed = {metric.name.removesuffix("_total"): metric for metric in metrics() if part in metric.programs}
    assert set(exported) == set(listed)
    for name, metric in listed.items():
        kind = "gauge" if metric.kind is Kind.INFO else metric.kind
        labels = {label for sample in exported[name].samples for label in sample.labels} - {"le"}
        assert (exported[name].type, exported[name].documentation) == (kind, metric.en)
        assert labels == set(metric.labels) or not exported[name].samples, name


def test_without_kafka_they_live_and_say_what_is_missing_until_it_is_back_and_count_nothing_twice(town: Town) -> None:
    voices = [says(town, part) for part in PARTS]
    for part, voice in zip(PARTS, voices, strict=True):
        until(lambda part=part, voice=voice: holds(voice, EXPECTED[part]))  # type: ignore[misc]
        _works(voice)
    town.kafka.stop()
    for voice in voices:
        until(lambda voice=voice: _misses_kafka(voice))  # type: ignore[misc]
        assert voice.get("/healthz").json() == {"ok": True, "missing": []}
        assert voice.values()["jiesu_ready",] == 0
    town.kafka.start()
    for voice in voices:
        until(lambda voice=voice: _works(voice))  # type: ignore[misc]
    for part, voice in zip(PARTS, voices, strict=True):
        holds(voice, EXPECTED[part])


def _works(voice: Voice) -> None:
    assert voice.missing() == []


def _misses_kafka(voice: Voice) -> None:
    assert any("Kafka at 127.0.0.1:" in sentence for sentence in voice.missing())
