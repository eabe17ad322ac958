"""Differences for a terminal."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from deploy.what_if.differing import ALL, Differences, Figure
from sinks.console.handling import HANDLING
from topics.policy import Policy

SHOWN = 10
"""How many reports are named."""
NOBODY = "无 none"


def names_of(old: Policy, new: Policy) -> dict[str, str]:
    """What groups are called, by code: with their names, the new policy's where it has another."""
    names = {ALL: "", "": NOBODY}
    for policy in (old, new):
        names |= {one.rung: _rung(one.rung) for one in policy.ladder}
        names |= {one.code: f"{one.code} {one.name}" for one in policy.classes}
        names |= {one.code: f"{one.code} {one.name}" for one in policy.units}
    return names


def as_table(found: Differences, names: Mapping[str, str]) -> Table:
    """All figures of everything and by rung; of classes and units those that differ."""
    table = Table("", "")
    for column in ("旧 old", "新 new", "相差 diff"):
        table.add_column(column, justify="right")
    for by, figures in _parts(found):
        table.add_section()
        table.add_row(f"[bold]{by}")
        for figure in figures:
            table.add_row(escape(names.get(figure.group, figure.group)), *_cells(figure))
    return table


def _parts(found: Differences) -> Iterator[tuple[str, list[Figure]]]:
    yield "全部 all", found.whole
    yield "按级别 by rung", found.rungs
    yield "按类别 by class", [figure for figure in found.classes if figure.difference]
    yield "按单位 by unit", [figure for figure in found.units if figure.difference]


def moved_lines(found: Differences, zone: ZoneInfo) -> Iterator[str]:
    """How many reports are due at another time, or late under one policy alone, and the first few of them."""
    moved, late = len(found.moved), sum(one.old.late != one.new.late for one in found.moved)
    yield f"{moved:,} 件诉求的时限或超期与否不同,其中超期与否不同 {late:,} 件。"
    yield f"{moved:,} reports are due at another time or late under one policy alone: {late:,} the latter."
    for one in found.moved[:SHOWN]:
        old, new = (f"{local(which.due_at, zone)}{' 超期 late' * which.late}" for which in (one.old, one.new))
        yield f"  {one.report}: {old} -> {new}"


def local(at: datetime, zone: ZoneInfo) -> str:
    """A time as people read it."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def more(difference: int) -> str:
    """A difference with its sign."""
    return f"{difference:+,}" if difference else "0"


def _cells(figure: Figure) -> tuple[str, ...]:
    return " ".join(figure.counted), f"{figure.old:,}", f"{figure.new:,}", more(figure.difference)


def _rung(rung: str) -> str:
    return f"{rung} {HANDLING[rung][0]}" if rung in HANDLING else rung
