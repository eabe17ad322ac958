"""Writes docs/results.md and its Chinese form from the results of a run.

python -m tests.bench.publish bench-results/latest.json
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("results.md", "results.zh-CN.md")
NONE = "-"


def main(file: str) -> None:
    """Fill both pages."""
    results = json.loads(Path(file).read_text(encoding="utf-8"))
    for page in PAGES:
        (DOCS / page).write_text(filled(page, results), encoding="utf-8")


def filled(page: str, results: Mapping[str, Any]) -> str:
    """A page with the figures of a run; a dash where it has none."""
    pages = Environment(loader=PackageLoader("tests.bench", "."), undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - Markdown, not HTML
    cpu = results.get("whole_stream_cpu_us", {})
    cores = results.get("cores")
    return pages.get_template(f"{page}.jinja").render(
        f=_figure(results),
        cpu=", ".join(f"{part} {micros}" for part, micros in cpu.items()) or NONE,
        sentence=f"Measured on {cores} cores." if cores else "Not measured yet.",
        sentence_zh=f"在 {cores} 核机器上测得。" if cores else "尚未测量。",
    )


def _figure(results: Mapping[str, Any]) -> Callable[[str], str]:
    def figure(name: str) -> str:
        value = results.get(name)
        return NONE if value is None else f"{value:,}"

    return figure


if __name__ == "__main__":
    main(sys.argv[1])
