"""The reference says what the code says, and leaves nothing out."""

import re
import subprocess
from pathlib import Path

import pytest
import typer

from deploy.cli import app
from deploy.reference.pages import pages
from sinks.clickhouse.tables import TABLES
from topics.catalog import TOPICS
from topics.metrics import metrics

REPO = Path(__file__).parents[2]
REFERENCE = REPO / "docs" / "reference"
PAGES = ("commands", "lifecycle", "metrics", "settings", "tables", "topics")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages(typer.main.get_command(app))


@pytest.mark.parametrize("name", [f"{name}.md" for name in PAGES])
def test_the_pages_are_current(made: dict[str, str], name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == made[name], "run `jiesu docs`"


def test_no_page_is_forgotten(made: dict[str, str]) -> None:
    assert {path.name for path in REFERENCE.iterdir()} == set(made)


def test_every_variable_that_the_code_names_is_a_setting(made: dict[str, str]) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "Makefile"], cwd=REPO, capture_output=True, text=True, check=True
    )
    code = "\n".join((REPO / name).read_text(encoding="utf-8") for name in listed.stdout.split())
    named = set(re.findall(r"\bJIESU_[A-Z_]*[A-Z]\b", code))
    assert named - set(re.findall(r"`(JIESU_\w+)`", made["settings.md"])) == set()


def test_every_table_and_each_of_its_columns_says_what_it_means(made: dict[str, str]) -> None:
    for table in TABLES:
        section = made["tables.md"].split(f"## {table.name}\n")[1].split("\n## ")[0]
        described = dict(re.findall(r"^\| `(\w+)` \| .* \| (.+) \|$", section, re.MULTILINE))
        assert set(table.columns) <= set(described), table.name


def test_every_metric_says_what_it_means(made: dict[str, str]) -> None:
    lines = made["metrics.md"].splitlines()
    for metric in metrics():
        (line,) = [line for line in lines if line.startswith(f"| `{metric.name}` |")]
        assert line.endswith(f"| {metric.en}<br>{metric.zh} |")
        assert all(f"`{label}`" in line for label in metric.labels)
        assert line.count("|") == 6


def test_every_topic_and_each_of_its_messages_says_what_it_means(made: dict[str, str]) -> None:
    described = dict(re.findall(r"^\| `([\w.]+)` \| (.*?) \|", made["topics.md"], re.MULTILINE))
    assert {name for spec in TOPICS for name in (spec.name, *spec.models)} == set(described)
    assert [name for name, what in described.items() if not what.strip()] == []


def test_every_command_has_a_sentence(made: dict[str, str]) -> None:
    sections = re.split(r"^#+ `jiesu", made["commands.md"], flags=re.MULTILINE)[1:]
    silent = [section.split("`")[0] for section in sections if section.split("\n\n")[1].startswith("**Usage")]
    assert silent == []
