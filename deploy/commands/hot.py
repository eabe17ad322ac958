"""`jiesu hot`: the hot issues of some tables, and how many opened in each week."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from deploy.commands.asked import Data, asked
from deploy.settings import read_place
from sinks.clickhouse.ask import asking
from sinks.console.asking import Row
from sinks.console.hotspots import hot_issues

app = typer.Typer(add_completion=False)


@app.command()
def hot(
    data: Data = None,
    timezone: Annotated[str, typer.Option(help="whose days and weeks")] = "UTC",
    known: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], help="a day on which something did happen; may be given again"),
    ] = None,
) -> None:
    """List the hot issues, and count by week those that opened on no known day: the false alarms. 热点与误报"""
    days = {f"{day:%Y-%m-%d}" for day in known or ()}
    with asked(), asking(read_place(data)) as answers:
        found = hot_issues(answers.query, timezone)
    out = Console(soft_wrap=True)
    for line in (*_listed(found, days, ZoneInfo(timezone)), *_weeks(found, days)):
        out.print(line, highlight=False, markup=False)


def _listed(issues: Sequence[Row], known: set[str], zone: ZoneInfo) -> Iterator[str]:
    for issue in issues:
        opened: datetime = issue["opened_at"]
        mark = "known" if issue["day"] in known else "     "
        area = issue["region"] or f"all of {issue['scope']}"
        yield (
            f"{opened.astimezone(zone):%Y-%m-%d %H:%M} {mark} {issue['state']:6} {issue['class_code']} in {area}:"
            f" {issue['people']} people, {issue['reports']} reports, at most {issue['peak']} people an hour"
            f" where {issue['usual']:.1f} are usual; it took {issue['line']:.1f}"
        )


def _weeks(issues: Sequence[Row], known: set[str]) -> Iterator[str]:
    """Weeks without any are left out."""
    opened = Counter(issue["week"] for issue in issues)
    false = Counter(issue["week"] for issue in issues if issue["day"] not in known)
    for week in sorted(opened):
        yield f"week of {week}: {opened[week]} opened, {false[week]} on no known day"
    yield f"all: {opened.total()} opened, {false.total()} on no known day"
