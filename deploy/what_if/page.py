"""Differences as one HTML page that needs nothing else: figures, bars of old against new, and reports."""

from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from deploy.what_if.differing import LATE, RUNGS, Differences, Figure, Named
from deploy.what_if.telling import local, more

_GROUPS, _REPORTS = 30, 100
"""How many groups a picture shows, and reports the page: those that differ most, and the first."""


class Bars(NamedTuple):
    """One picture: its heading, its groups, how many more there are, and the longest bar."""

    by: Named
    counted: Named
    figures: list[Figure]
    left_out: int
    highest: int


def page(found: Differences, names: Mapping[str, str], versions: tuple[str, str], zone: ZoneInfo) -> str:
    """HTML. `versions` are the old policy's and the new one's."""
    pages = Environment(
        loader=PackageLoader("deploy.what_if", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    kinds = ((("按类别", "by class"), found.classes), (("按单位", "by unit"), found.units))
    pictures = [_bars(by, what, figures) for by, figures in kinds for what in (LATE, RUNGS)]
    rungs = Bars(("按级别", "by rung"), RUNGS, found.rungs, 0, _highest(found.rungs))
    return pages.get_template("page.html.jinja").render(
        found=found,
        moved=found.moved[:_REPORTS],
        pictures=[picture for picture in (rungs, *pictures) if picture.figures],
        versions=versions,
        name=lambda group: names.get(group, group),
        more=more,
        time=lambda at: local(at, zone),
    )


def _bars(by: Named, counted: Named, figures: list[Figure]) -> Bars:
    some = [figure for figure in figures if figure.counted == counted]
    return Bars(by, counted, some[:_GROUPS], max(0, len(some) - _GROUPS), _highest(some[:_GROUPS]))


def _highest(figures: list[Figure]) -> int:
    return max((max(figure.old, figure.new) for figure in figures), default=1)
