"""Policies as people write them: the shipped ones, and what a mistake is told."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from deploy.errors import SetupError
from deploy.policyfile import load_policy
from topics.inbox import ClockSetting, PolicyChange
from topics.merge_rule import DistanceMerge, TextMerge
from topics.policy import ClassByText, Policy

SHIPPED = Path(__file__).parents[2] / "deploy" / "policies"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED / "zh", tmp_path / "zh"))


def told(folder: Path) -> str:
    with pytest.raises(SetupError) as caught:
        load_policy(folder)
    return str(caught.value).replace(f"{folder}/", "")


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_the_chinese_sample() -> None:
    policy = load_policy(SHIPPED / "zh")
    assert [(s.scope, s.partition, s.channels) for s in policy.scopes] == [("a-city", 0, ("zh-board", "zh-replied"))]
    assert policy.merges == {"words": TextMerge(join_at=0.55, window_days=366)}
    assert policy.classify == ClassByText(model="zh_1", accept_at=0.8)
    assert (len(policy.classes), len(policy.regions)) == (119, 9)
    assert [str(i.closes) for i in policy.calendar.intervals] == ["12:00:00", "17:30:00"]


def test_the_boston_sample() -> None:
    policy = load_policy(SHIPPED / "boston")
    assert policy.merges == {"near": DistanceMerge(radius_m=60, window_days=20)}
    assert not policy.calendar.days_off
    assert len(policy.classes) == 142


@pytest.mark.parametrize("name", ["zh", "boston"])
def test_a_policy_fits_its_message(name: str) -> None:
    policy = load_policy(SHIPPED / name)
    start = policy.effective_from
    change = PolicyChange(scope=policy.scopes[0].scope, policy=policy, clock=ClockSetting(epoch=start, start=start))
    assert Policy.model_validate(policy.model_dump(mode="json")) == policy
    assert PolicyChange.from_bytes(change.to_bytes()) == change


def test_holidays_and_make_up_days_are_dates() -> None:
    calendar = load_policy(SHIPPED / "zh").calendar
    assert {date(2019, 10, 1), date(2025, 1, 28), date(2025, 2, 4), date(2025, 10, 8)} <= calendar.days_off
    assert {date(2019, 10, 12), date(2025, 1, 26), date(2025, 2, 8), date(2025, 9, 28)} <= calendar.days_on
    assert not calendar.days_off & calendar.days_on
    assert all(2010 <= day.year <= 2027 for day in calendar.days_on)


def test_own_dates_win(folder: Path) -> None:
    with (folder / "calendar.yaml").open("a") as file:
        file.write("  days_off: [2025-01-26, 2025-03-03]\n  days_on: [2025-10-08]\n")
    calendar = load_policy(folder).calendar
    assert {date(2025, 1, 26), date(2025, 3, 3)} <= calendar.days_off
    assert date(2025, 1, 26) not in calendar.days_on
    assert date(2025, 10, 8) in calendar.days_on
    assert date(2025, 10, 8) not in calendar.days_off


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        (
            "policy.yaml",
            "unit: working_days",
            "unit: weeks",
            "policy.yaml, line 7: resolve.unit: Input should be 'working_minutes', 'working_hours', 'working_days', "
            "'natural_minutes', 'natural_hours', 'natural_days' or 'weekdays', not 'weeks'",
        ),
        (
            "policy.yaml",
            "retention:",
            "retentions:",
            "policy.yaml, line 15: retentions: Extra inputs are not permitted",
        ),
        ("policy.yaml", "resolve: {amount: 15,", "resolve: {", "policy.yaml, line 7: resolve (amount): Field required"),
        (
            "policy.yaml",
            "model: zh_1",
            "model: zh",
            "policy.yaml, line 19: classify.model: 'zh' is no model of this version: write one of boston_1, zh_1",
        ),
        ("policy.yaml", "version: zh-1\n", "", "zh: version: Field required"),
        (
            "merges.yaml",
            "join_at: 0.55",
            "join_at: 43",
            "merges.yaml, line 4: merges.words.join_at: Input should be less than or equal to 1, not '43'",
        ),
        (
            "calendar.yaml",
            "Asia/Shanghai",
            "Shanghai",
            "calendar.yaml, line 4: calendar.timezone: 'Shanghai' is not a time zone: write one as in Asia/Shanghai",
        ),
        (
            "calendar.yaml",
            "country: CN",
            "country: XX",
            "calendar.yaml, line 5: calendar.country: 'XX' is unknown: write a code as in CN or US-MA, or none",
        ),
        (
            "calendar.yaml",
            '"09:00"',
            '"13:00"',
            "calendar.yaml, line 8: calendar.intervals.0: the interval must open before it closes",
        ),
        (
            "policy.yaml",
            "rung: urge",
            "rung: remind",
            "policy.yaml, line 12: ladder.1.rung: remind is already taken by another: give each its own",
        ),
        (
            "policy.yaml",
            "fallback_class: unsorted",
            "fallback_class: x",
            "policy.yaml, line 4: fallback_class: expected the code of a class, not 'x'",
        ),
        (
            "scopes.yaml",
            "scopes:",
            "version: 2\nscopes:",
            "scopes.yaml, line 2: version is already set in policy.yaml, line 2",
        ),
        ("scopes.yaml", "scopes:", "scopes: [", "scopes.yaml is not readable YAML"),
        (
            "scopes.yaml",
            "scopes:\n  - {scope: a-city, partition: 0, channels: [zh-board, zh-replied]}",
            "- a",
            "expected keys",
        ),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(
    folder: Path, file: str, before: str, after: str, sentence: str
) -> None:
    change(folder / file, before, after)
    assert sentence in told(folder)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "has no *.yaml files: name a folder with a policy" in told(tmp_path)
