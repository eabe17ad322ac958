"""The simulated district: the same seed tells the same story, its truth adds up, and every row finds its way in."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.demo.audit.known import read_sent
from deploy.simulator.forms import CHANNELS
from deploy.simulator.generate import EPOCH, Simulated, generate
from streams.channels.mapping import load_mapping
from streams.channels.order import Message, messages
from streams.channels.readers import read_rows
from streams.domain.changes import Admission
from streams.domain.doors import Door, Doors
from streams.domain.intake import RawRecord, admit
from topics.ids import report_id
from topics.inbox import Action, Report
from topics.model import Source
from topics.raw import RawReport
from topics.reasons import Reason

KAFKA_TIME = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = timedelta(hours=10)
DOORS = Doors({channel: Door("city", 0) for channel in CHANNELS}, b"sixteen bytes or more")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    return generate(tmp_path_factory.mktemp("city"), seed=11, reports=3_000, span=SPAN, broken=12)


@pytest.fixture(scope="module")
def told(city: Simulated) -> list[Message]:
    return [m for channel, path in city.files.items() for m in messages([path], load_mapping(channel))]


@pytest.fixture(scope="module")
def admission(told: list[Message]) -> Admission:
    sources = (Source(topic=m.topic, partition=0, offset=n) for n, m in enumerate(told))
    return admit([RawRecord(s, m.value, KAFKA_TIME) for s, m in zip(sources, told, strict=True)], DOORS)


def truth(city: Simulated) -> list[dict[str, str]]:
    with city.truth.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    one, same, other = (generate(tmp_path / name, seed, 400, SPAN) for name, seed in (("a", 5), ("b", 5), ("c", 6)))
    for channel, path in one.files.items():
        assert path.read_bytes() == same.files[channel].read_bytes()
        assert path.read_bytes() != other.files[channel].read_bytes()
    assert one.truth.read_bytes() == same.truth.read_bytes()


def test_it_writes_as_many_rows_as_it_was_asked_for(city: Simulated) -> None:
    rows = Counter({c: len(list(read_rows(path, load_mapping(c)))) for c, path in city.files.items()})
    assert rows.total() == city.rows == 3_000 + 12
    assert city.reports + city.redeliveries + city.revisions + city.broken == city.rows
    assert min(rows.values()) > 600


def test_the_truth_names_every_report_once_with_what_was_sent_again(city: Simulated, told: list[Message]) -> None:
    reports = truth(city)
    assert len({r["id"] for r in reports}) == len(reports) == city.reports
    assert len({r["cluster_id"] for r in reports}) == city.problems
    assert sum(int(r["redeliveries"]) for r in reports) == city.redeliveries > 0
    assert sum(int(r["revisions"]) for r in reports) == city.revisions > 0
    sent = Counter(m.key.decode() for m in told if m.topic == RawReport.TOPIC)
    for report in reports:
        times = 1 + int(report["redeliveries"]) + int(report["revisions"])
        assert sent[f"{report['channel']}/{report['id']}"] == times


def test_a_district_has_what_makes_merging_hard(city: Simulated) -> None:
    reports = truth(city)
    problems = {(r["cluster_id"], r["matter"], r["place"]) for r in reports}
    assert len(problems) == city.problems == len({(matter, place) for _, matter, place in problems})
    assert max(Counter(place for _, _, place in problems).values()) == 3
    assert max(Counter(matter for _, matter, _ in problems).values()) >= 50
    assert Counter(r["kind"] for r in reports)["urge"] > 30
    assert max(Counter(r["cluster_id"] for r in reports).values()) >= 20
    through = {(r["cluster_id"], r["channel"]) for r in reports}
    assert max(Counter(problem for problem, _ in through).values()) == 2


def test_every_row_is_admitted_but_the_spoiled_ones(city: Simulated, admission: Admission) -> None:
    reports = [one.record for one in admission.admitted if isinstance(one.record, Report)]
    assert len(admission.dead) == city.broken + city.garbled
    reasons = {letter.reason for letter in admission.dead}
    assert reasons == {Reason.TIME_UNREADABLE, Reason.SAYS_NOTHING, Reason.PLACE_OUT_OF_RANGE}
    assert len(reports) == city.rows - city.broken
    assert len({report.report_id for report in reports}) == city.reports
    assert all(EPOCH <= report.received_at < EPOCH + SPAN for report in reports)
    assert all(report.reporter and report.title and report.text and report.address for report in reports)


def test_units_dispatch_resolve_and_sometimes_reopen_or_never_answer(city: Simulated, admission: Admission) -> None:
    actions = [one.record for one in admission.admitted if isinstance(one.record, Action)]
    names = Counter(str(action.action) for action in actions)
    assert names.total() == city.actions
    handled = {action.report_id for action in actions if action.action == "dispatch"}
    assert names["dispatch"] - 50 > len(handled) > names["resolve"] > names["reopen"] > 20
    first = {report_id(row["channel"], row["id"]) for row in truth(city) if row["kind"] == "first"}
    assert 0.7 < len(first & handled) / city.problems < 0.9
    assert handled - first
    assert all(EPOCH < action.occurred_at < EPOCH + SPAN for action in actions)


def test_what_was_done_to_a_report_is_not_told_again_when_it_is_sent_again(admission: Admission) -> None:
    actions = [one.record for one in admission.admitted if isinstance(one.record, Action)]
    assert max(Counter((action.report_id, action.action, action.unit) for action in actions).values()) <= 2
    assert max(Counter((action.report_id, action.action, action.occurred_at) for action in actions).values()) == 1


def test_the_sent_list_has_one_line_for_every_message(city: Simulated, told: list[Message]) -> None:
    lines = read_sent(city.sent)
    assert len(lines) == len(told) == city.rows + city.actions + city.garbled
    sent = Counter(f"{line.channel}/{line.ref}" for line in lines)
    assert sent == Counter(message.key.decode() for message in told)
    times = Counter(line.at for line in lines if line.kind in ("report", "redelivery", "revision", "action"))
    assert not times - Counter(message.at for message in told)


def test_a_storm_is_one_problem_of_many_people_within_minutes(tmp_path: Path) -> None:
    stormy = generate(tmp_path, seed=3, reports=400, span=SPAN, storm=60)
    reports = Counter(report["cluster_id"] for report in truth(stormy))
    assert reports["zh-0"] >= 60
    assert reports["en-0"] >= 60


def test_texts_are_as_long_as_real_complaints(admission: Admission) -> None:
    lengths = sorted(len(one.record.text) for one in admission.admitted if isinstance(one.record, Report))
    assert 170 <= lengths[len(lengths) // 2] <= 260
    assert 1_800 <= lengths[len(lengths) * 99 // 100] <= 3_200


def test_load_can_come_through_one_channel(tmp_path: Path) -> None:
    load = generate(tmp_path, seed=1, reports=500, span=SPAN, channels=("sim-app311",))
    assert list(load.files) == ["sim-app311"]
    assert load.rows == 500
