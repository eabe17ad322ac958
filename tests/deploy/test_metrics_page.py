"""The page of metrics says what the list says."""

from pathlib import Path

from typer.testing import CliRunner

from deploy.cli import app
from deploy.metrics_page import page
from topics.metrics import metrics

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it again: `jiesu docs metrics`"


def test_the_page_has_every_metric_with_its_meaning() -> None:
    lines = page().splitlines()
    for metric in metrics():
        (line,) = [line for line in lines if line.startswith(f"| `{metric.name}` |")]
        assert metric.en in line
        assert metric.zh in line
        assert all(f"`{label}`" in line for label in metric.labels)
        assert line.count("|") == 6


def test_the_command_writes_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["docs", "metrics", "--to", str(tmp_path / "docs" / "metrics.md")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "docs" / "metrics.md").read_text(encoding="utf-8") == page()
