"""The results for people: a table, plots as SVG, and both on one HTML page."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from jinja2 import Environment, PackageLoader, select_autoescape
from matplotlib.figure import Figure
from rich.table import Table

from tests.bench.results import RIVALS

Results = Mapping[str, Any]
_INCHES = (7.0, 3.2)


def table(results: Results) -> Table:
    """The single figures, one a line."""
    made = Table("figure", "value")
    for name, value in results.items():
        if not isinstance(value, list | dict):
            made.add_row(name, f"{value:,}" if isinstance(value, int | float) else str(value))
    for part, micros in results.get("whole_stream_cpu_us", {}).items():
        made.add_row(f"processor time, {part}", f"{micros} us a report")
    return made


def write_pages(folder: Path, results: Results) -> None:
    """Write latest.json, a plot for each series that there is, and index.html."""
    (folder / "latest.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    mpl.rcParams["svg.fonttype"] = "none"
    plots = {name: plot for name, plot in _plots(results).items() if plot is not None}
    for name, plot in plots.items():
        plot.savefig(folder / f"{name}.svg")
    page = Environment(loader=PackageLoader("tests.bench", "."), autoescape=select_autoescape())
    said = page.get_template("results.html.jinja").render(results=results, plots=sorted(plots))
    (folder / "index.html").write_text(said, encoding="utf-8")


def _plots(results: Results) -> dict[str, Figure | None]:
    return {
        "speed": _speed(results),
        "windows": _windows(results),
        "cpu": _cpu(results),
        "latency": _latency(results),
        "cost": _cost(results),
    }


def _speed(results: Results) -> Figure | None:
    names = {"whole stream": "whole_stream_per_s", "8 scopes": "whole_stream_8_scopes_per_s"}
    names |= {rival: f"{rival}_per_s" for rival in RIVALS}
    found = {name: results[key] for name, key in names.items() if results.get(key)}
    if not found:
        return None
    figure, axes = _new("reports a second, the same rules on all sides")
    axes.barh(list(found), list(found.values()))
    axes.bar_label(axes.containers[0], fmt="{:,.0f}", padding=3)
    axes.invert_yaxis()
    return figure


def _windows(results: Results) -> Figure | None:
    series = {f"{scopes}": results.get(f"{name}_windows") for scopes, name in _STREAMS.items()}
    if not any(series.values()):
        return None
    figure, axes = _new("reports a second, over the length of the run")
    for name, values in series.items():
        if values:
            axes.plot([10 * (number + 1) for number in range(len(values))], values, marker="o", label=name)
    axes.set(ylim=(0, None), xlabel="% of the run")
    axes.legend()
    return figure


def _cpu(results: Results) -> Figure | None:
    found = results.get("whole_stream_cpu_us")
    if not found:
        return None
    figure, axes = _new("processor time for each report, microseconds")
    axes.barh(list(found), list(found.values()))
    axes.bar_label(axes.containers[0], padding=3)
    axes.invert_yaxis()
    return figure


def _latency(results: Results) -> Figure | None:
    found = results.get("latency")
    if not found:
        return None
    figure, axes = _new("from produce to row, milliseconds, by share of the highest load")
    for name in ("p50_ms", "p99_ms", "p999_ms"):
        axes.plot(list(found), [one[name] for one in found.values()], marker="o", label=name.removesuffix("_ms"))
    axes.set(ylim=(0, None))
    axes.legend()
    return figure


def _cost(results: Results) -> Figure | None:
    found = results.get("casework_us_by_open_cases")
    if not found:
        return None
    figure, axes = _new("casework: processor time for each report, microseconds, by open cases")
    axes.plot([int(cases) for cases in found], list(found.values()), marker="o")
    axes.set(xscale="log", ylim=(0, None))
    return figure


def _new(title: str) -> tuple[Figure, Any]:
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, fontsize=10)
    return figure, axes


_STREAMS = {"1 scope": "whole_stream", "8 scopes": "whole_stream_8_scopes"}
