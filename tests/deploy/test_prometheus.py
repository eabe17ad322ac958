"""The sample configuration of Prometheus speaks of metrics, labels and ports that there are."""

import re
from pathlib import Path
from typing import Any

import yaml

from deploy.settings import PORTS
from topics.metrics import Kind, metrics

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"
LIST = {metric.name: metric for metric in metrics()}
SUFFIX = re.compile(r"_(bucket|sum|count)$")


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def rules() -> list[Any]:
    return [rule for group in read("jiesu.rules.yml")["groups"] for rule in group["rules"]]


def named(expression: str) -> set[str]:
    return set(re.findall(r"\bjiesu_\w+", expression))


def test_every_metric_of_the_rules_is_in_the_list() -> None:
    wanted = {name for rule in rules() for name in named(rule["expr"])}
    assert len(wanted) > 5
    whole = {name for name, metric in LIST.items() if metric.kind is not Kind.HISTOGRAM}
    parts = {name for name in wanted if LIST.get(SUFFIX.sub("", name)) and SUFFIX.search(name)}
    assert wanted - parts <= whole


def test_labels_in_the_sentences_are_labels_of_the_metrics() -> None:
    for rule in rules():
        known = {label for name in named(rule["expr"]) for label in LIST[name].labels} | {"program"}
        for sentence in rule["annotations"].values():
            assert set(re.findall(r"\$labels\.(\w+)", sentence)) <= known, rule["alert"]


def test_every_alert_tells_a_person_in_both_languages() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "warn"}
        assert set(rule["annotations"]) == {"summary", "summary_zh"}


def test_every_program_that_runs_is_scraped_at_its_port() -> None:
    config = read("prometheus.yml")
    targets = config["scrape_configs"][0]["static_configs"]
    scraped = {one["labels"]["program"]: one["targets"] for one in targets}
    assert scraped == {program: [f"127.0.0.1:{PORTS[program]}"] for metric in metrics() for program in metric.programs}
    assert config["rule_files"] == ["jiesu.rules.yml"]
