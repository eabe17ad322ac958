"""What is hot in Boston's summer of 2011: the sample policy was set on July, and is held to August and September."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deploy.policyfile import load_policy
from streams.domain.policies import Rules
from tests.streams.domain import stories
from tests.streams.domain.hot.street import Street
from topics.inbox import Report
from topics.policy import Policy

THERE = ZoneInfo("America/New_York")
STORM = (date(2011, 8, 28), date(2011, 8, 29))
BATCH_HOUR = datetime(2011, 7, 6, 11, tzinfo=THERE)
UNTUNED = date(2011, 8, 1)
POLICY = Path(__file__).parents[4] / "deploy" / "policies" / "boston"


def policy(**rule: object) -> Policy:
    found = load_policy(POLICY)
    return found.model_copy(update={"classify": None, "hot": found.hot.model_copy(update=rule)})


@pytest.fixture(scope="module")
def reports(data_dir: Path) -> list[Report]:
    """Every request of the quarter, as its mapping reads it."""
    with (data_dir / "boston311_2011q3.csv").open(newline="", encoding="utf-8") as file:
        return sorted(map(request, csv.DictReader(file)), key=lambda report: report.received_at)


def request(row: dict[str, str]) -> Report:
    at = datetime.fromisoformat(row["open_dt"]).replace(tzinfo=THERE).astimezone(UTC)
    return stories.report(row["case_enquiry_id"], "", at, category=row["type"], region=row["neighborhood"])


def local(moment: datetime) -> datetime:
    return moment.astimezone(THERE)


def opened_on(street: Street, day: date) -> list[tuple[str, str]]:
    """Class and area of what opened on a day."""
    return [(one.class_code, one.region) for one in street.opened() if local(one.opened_at).date() == day]


@pytest.fixture(scope="module")
def summer(reports: list[Report]) -> Street:
    return Street(policy()).hear(reports)


@pytest.mark.feature("hot.rate")
def test_the_storm_is_hot_by_noon_of_its_first_day(summer: Street) -> None:
    assert opened_on(summer, STORM[0]) == [("trees", "")]
    assert opened_on(summer, STORM[1]) == []
    storm = next(one for one in summer.opened() if local(one.opened_at).date() == STORM[0])
    assert local(storm.opened_at) < datetime(2011, 8, 28, 12, tzinfo=THERE)
    assert storm.people > 500
    assert storm.cooled_at is not None
    assert storm.cooled_at > datetime(2011, 8, 29, 18, tzinfo=THERE)


def test_false_alarms_are_few_on_days_that_nobody_tuned_on(summer: Street) -> None:
    alarms = Counter(local(one.opened_at).date() >= UNTUNED for one in summer.opened())
    assert alarms[False] <= 9
    assert alarms[True] <= 24  # nine weeks; one of them is the storm


def batch_of(reports: Sequence[Report]) -> list[Report]:
    """The 281 of one type and queue, entered within minutes."""
    hour = [one for one in reports if BATCH_HOUR <= one.received_at < BATCH_HOUR + stories.HOUR]
    batch = [one for one in hour if one.category == "Unsatisfactory Living Conditions"]
    assert len(batch) == 281
    return batch


@pytest.mark.feature("hot.rate")
def test_a_batch_entry_is_not_hot_though_nothing_be_known_of_the_class(reports: list[Report]) -> None:
    july = [one for one in reports if local(one.received_at).date() <= BATCH_HOUR.date()]
    street = Street(policy(warm_up_days=3)).hear(july)
    assert opened_on(street, BATCH_HOUR.date()) == []
    people = Street(policy(warm_up_days=3, batch_gap_s=0)).hear([one.altered(reporter=one.report_id) for one in july])
    assert ("housing", "") in opened_on(people, BATCH_HOUR.date())  # so many people with names would have been


@pytest.mark.parametrize("weeks", [5, 7, 10, 12])
def test_nor_on_days_that_nobody_tuned_on(reports: list[Report], summer: Street, weeks: int) -> None:
    """The housing reports alone, with the batch of July on another Wednesday besides."""
    later = timedelta(weeks=weeks)
    again = [
        one.altered(report_id=f"again {one.report_id}", received_at=one.received_at + later)
        for one in batch_of(reports)
    ]
    rules = policy()
    codes = Rules(rules)
    housing = [one for one in reports if codes.classify(one).code == "housing"]
    street = Street(rules).hear(sorted([*housing, *again], key=lambda one: one.received_at))
    day = (BATCH_HOUR + later).date()
    assert set(opened_on(street, day)) <= set(opened_on(summer, day))
